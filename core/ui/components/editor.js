// A small editor for Python: a plain text box, which screen readers, phones and keyboards know, over a coloured copy of
// its text. What is typed stays in this tab (and survives another page or a reload); the server gets it with Run.

const KEYWORDS = new Set(("False None True and as assert async await break class continue def del elif else except finally for from " +
  "global if import in is lambda nonlocal not or pass raise return try while with yield match case").split(" "));
const PIECES = /(#[^\n]*)|([rbfuRBFU]{0,2}(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))|(\b\d[\w.]*\b)|([\p{L}_][\p{L}\p{N}_]*)/gu;
const INDENT = "    ";
const LARGE = 30000;

const escaped = text => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function span(kind, text) {
  // A string of several lines is several spans: a line of the paper is one block.
  return text.split("\n").map(line => `<span class="${kind}">${escaped(line)}</span>`).join("\n");
}

function coloured(text) {
  if (text.length > LARGE) return escaped(text);
  let made = "";
  let done = 0;
  let before = "";
  for (const piece of text.matchAll(PIECES)) {
    const [whole, comment, string, number, word] = piece;
    made += escaped(text.slice(done, piece.index));
    done = piece.index + whole.length;
    if (comment) made += span("comment", whole);
    else if (string) made += span("string", whole);
    else if (number) made += span("number", whole);
    else if (KEYWORDS.has(word)) made += span("keyword", whole);
    else if (before === "def" || before === "class") made += span("name", whole);
    else made += escaped(whole);
    before = word ?? "";
  }
  return made + escaped(text.slice(done));
}

function paint(parts, wrong) {
  const text = parts.area.value;
  const lines = coloured(text).split("\n");
  parts.code.innerHTML = lines.map((line, at) => `<span class="line${at + 1 === wrong ? " wrong" : ""}">${line || " "}</span>`).join("");
  parts.gutter.innerHTML = lines.map((_, at) => at + 1 === wrong ? `<span class="wrong">${at + 1}</span>` : at + 1).join("\n");
}

// Typing through the browser keeps its own undo.
function insert(area, text, from = area.selectionStart, to = area.selectionEnd) {
  area.setSelectionRange(from, to);
  const worked = text ? document.execCommand("insertText", false, text) : from === to || document.execCommand("delete");
  if (!worked) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input"));
  }
}

function wholeLines(area) {
  const from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = area.value.indexOf("\n", Math.max(area.selectionStart, area.selectionEnd - 1));
  return [from, end < 0 ? area.value.length : end];
}

function changeLines(area, change) {
  const [from, to] = wholeLines(area);
  const lines = area.value.slice(from, to).split("\n").map(change).join("\n");
  insert(area, lines, from, to);
  area.setSelectionRange(from, from + lines.length);
}

function newLine(area) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const line = area.value.slice(start, area.selectionStart);
  const indent = line.match(/^[ \t]*/)[0];
  insert(area, `\n${indent}${/:\s*(#.*)?$/.test(line) ? INDENT : ""}`);
}

function backspace(area) {
  const at = area.selectionStart;
  const start = area.value.lastIndexOf("\n", at - 1) + 1;
  const line = area.value.slice(start, at);
  if (at !== area.selectionEnd || !line || line.trim() || line.length % INDENT.length) return false;
  insert(area, "", at - INDENT.length, at);
  return true;
}

function typed(event, area, state, run) {
  event.stopPropagation(); // Streamlit has keys of its own, and cannot see that this is a text box
  const leaving = state.leaving;
  if (event.key !== "Shift") state.leaving = event.key === "Escape";
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { event.preventDefault(); run(); return; }
  if ((event.ctrlKey || event.metaKey) && event.key === "/") {
    event.preventDefault();
    const [from, to] = wholeLines(area);
    const all = area.value.slice(from, to).split("\n").every(line => !line.trim() || /^\s*#/.test(line));
    changeLines(area, line => all ? line.replace(/^(\s*)# ?/, "$1") : line.replace(/^(\s*)(?=\S)/, "$1# "));
    return;
  }
  if (event.key === "Tab" && !leaving && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    if (event.shiftKey) changeLines(area, line => line.replace(/^( {1,4}|\t)/, ""));
    else if (area.selectionStart !== area.selectionEnd) changeLines(area, line => INDENT + line);
    else insert(area, INDENT);
    return;
  }
  if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); newLine(area); return; }
  if (event.key === "Backspace" && backspace(area)) event.preventDefault();
}

function recall(name) {
  try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; }
}

function remember(name, value) {
  try { sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* a full or forbidden store loses only the draft */ }
}

const states = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".editor");
  const find = name => root.querySelector(name);
  const parts = { area: find("textarea"), code: find("code"), gutter: find(".gutter") };
  const state = states.get(root) ?? { leaving: false, wrong: 0 };
  states.set(root, state);
  for (const [name, colour] of Object.entries(data.colours)) root.style.setProperty(`--${name}`, colour);
  const draft = `course-editor:${data.name}`;

  // A new text from the server (another exercise, a reset, a solution) replaces what stands there; an echo does not.
  if (state.version !== data.version || state.name !== data.name) {
    const kept = recall(draft);
    const mine = kept && kept.version === data.version && typeof kept.text === "string";
    const echo = state.name === data.name && state.sent === data.code;
    if (echo) remember(draft, { version: data.version, text: parts.area.value });
    else parts.area.value = mine ? kept.text : data.code;
    state.version = data.version;
    state.name = data.name;
  }
  state.wrong = data.wrong;
  find(".caption").textContent = data.label;
  parts.area.setAttribute("aria-label", `${data.label}. ${data.words.leave}`);
  find(".keys").textContent = data.words.keys;

  const send = (name, value) => setTriggerValue(name, value);
  const run = () => {
    if (find(".run").disabled) return;
    find(".run").disabled = true;
    find(".stop").disabled = false;
    state.sent = parts.area.value.toWellFormed();
    send("run", { code: state.sent, at: Date.now() });
  };
  for (const name of ["run", "stop", "reset"]) find(`.${name}`).textContent = data.words[name];
  find(".run").disabled = data.running;
  find(".stop").disabled = !data.running;
  find(".run").onclick = run;
  find(".stop").onclick = () => send("stop", { at: Date.now() });
  find(".reset").onclick = () => { state.sent = null; send("reset", { at: Date.now() }); };
  parts.area.onkeydown = event => typed(event, parts.area, state, run);
  parts.area.onkeyup = event => event.stopPropagation();
  parts.area.onkeypress = event => event.stopPropagation();
  parts.area.oninput = () => {
    state.wrong = 0;
    remember(draft, { version: state.version, text: parts.area.value });
    paint(parts, 0);
  };
  paint(parts, state.wrong);
}
