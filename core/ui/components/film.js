// The merge film: pieces and the borders between them, each of which is there from one frame to another. Playing,
// stepping and going back happen here; the server has sent every frame at once.

const FRAME_MS = 750;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function written(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll(" ", "·").replaceAll("\n", "↵");
  } catch {
    return null;
  }
}

function hex(bytes) {
  return [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join(" ");
}

// The character that a stretch of bytes is a part of.
function character(bytes, start, end) {
  while (start > 0 && (bytes[start] & 0xc0) === 0x80) start -= 1;
  while (end < bytes.length && (bytes[end] & 0xc0) === 0x80) end += 1;
  return written(bytes.slice(start, end)) ?? "";
}

function piecesAt(film, frame) {
  const there = film.borders.filter(([, since, until]) => since <= frame && (until === null || frame < until));
  const cuts = [0, ...there.map(([offset]) => offset), film.bytes.length];
  return cuts.slice(1).map((end, place) => [cuts[place], end]).filter(([start, end]) => start < end);
}

function joinedIn(film, frame, start, end) {
  return film.borders.some(([offset, , until]) => until === frame && start < offset && offset < end);
}

function drawFrame(film, state, parts, data) {
  const chunkEnds = new Set(film.chunks);
  const tiles = [];
  for (const [start, end] of piecesAt(film, state.frame)) {
    const bytes = film.bytes.slice(start, end);
    const text = written(bytes);
    const fresh = state.frame > 0 && joinedIn(film, state.frame, start, end);
    const tile = element("span", `tile${text === null ? " part" : ""}${fresh ? " fresh" : ""}`, text ?? hex(bytes));
    if (text === null) tile.append(element("span", "of", fill(data.words.part, { sign: character(film.bytes, start, end) })));
    tiles.push(tile);
    if (chunkEnds.has(end) && end < film.bytes.length) tiles.push(element("span", "chunk"));
  }
  parts.stage.replaceChildren(...tiles);
  parts.said.textContent = data.said[state.frame];
  parts.rivals.textContent = data.rivals[state.frame];
  parts.count.textContent = fill(data.words.count, { frame: state.frame, last: film.last, pieces: piecesAt(film, state.frame).length });
  parts.slider.value = state.frame;
  drawCurve(parts.curve, data.curve, state.frame);
}

function drawCurve(place, curve, frame) {
  if (!curve.length) return;
  const [width, height] = [600, 90];
  const top = curve[0];
  const x = at => 4 + (at / Math.max(1, curve.length - 1)) * (width - 8);
  const y = value => height - 6 - (value / top) * (height - 14);
  const line = curve.map((value, at) => `${at ? "L" : "M"}${x(at).toFixed(1)},${y(value).toFixed(1)}`).join("");
  place.innerHTML = `<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
    <line x1="0" x2="${width}" y1="${height - 5}" y2="${height - 5}" class="floor"/>
    <path d="${line}"/><line x1="${x(frame)}" x2="${x(frame)}" y1="${y(curve[frame]) - 10}" y2="${height - 5}" class="now"/></svg>`;
}

function build(root, data) {
  const parts = {};
  for (const name of ["count", "stage", "said", "rivals", "curve"]) parts[name] = element("div", name);
  parts.said.setAttribute("aria-live", "polite");
  parts.slider = element("input", "slider");
  Object.assign(parts.slider, { type: "range", min: 0, max: data.last, step: 1 });
  parts.slider.setAttribute("aria-label", data.words.slider);
  parts.buttons = {};
  const bar = element("div", "bar");
  for (const name of ["start", "back", "play", "forward", "end"]) {
    const button = element("button", name, data.signs[name]);
    button.type = "button";
    button.setAttribute("aria-label", data.words[name]);
    button.title = data.words[name];
    parts.buttons[name] = button;
    bar.append(button);
  }
  bar.append(parts.count);
  root.replaceChildren(parts.stage, bar, parts.slider, parts.said, parts.rivals);
  if (data.curve.length) root.append(element("div", "curve-title", data.words.curve), parts.curve);
  return parts;
}

function bind(parts, state, film, data) {
  const show = frame => {
    state.frame = Math.max(0, Math.min(film.last, frame));
    drawFrame(film, state, parts, data);
  };
  const stop = () => {
    clearInterval(state.timer);
    state.timer = null;
    parts.buttons.play.textContent = data.signs.play;
    parts.buttons.play.setAttribute("aria-label", data.words.play);
  };
  const play = () => {
    if (state.timer) return stop();
    if (state.frame === film.last) show(0);
    parts.buttons.play.textContent = data.signs.pause;
    parts.buttons.play.setAttribute("aria-label", data.words.pause);
    const pace = Math.max(60, Math.min(FRAME_MS, 20000 / Math.max(1, film.last)));
    state.timer = setInterval(() => {
      show(state.frame + 1);
      if (state.frame === film.last) stop();
    }, pace);
  };
  const jump = frame => () => { stop(); show(frame()); };
  parts.buttons.start.onclick = jump(() => 0);
  parts.buttons.back.onclick = jump(() => state.frame - 1);
  parts.buttons.play.onclick = play;
  parts.buttons.forward.onclick = jump(() => state.frame + 1);
  parts.buttons.end.onclick = jump(() => film.last);
  parts.slider.oninput = jump(() => Number(parts.slider.value));
  show(state.frame);
}

const states = new WeakMap();

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".film");
  for (const [name, colour] of Object.entries(data.colours)) root.style.setProperty(`--${name}`, colour);
  const before = states.get(root);
  if (before) clearInterval(before.timer);
  const bytes = Uint8Array.from(atob(data.bytes), sign => sign.charCodeAt(0));
  const same = before && before.name === data.name;
  const state = { name: data.name, frame: same ? Math.min(before.frame, data.last) : data.first, timer: null };
  states.set(root, state);
  bind(build(root, data), state, { bytes, borders: data.borders, chunks: data.chunks, last: data.last }, data);
  return () => clearInterval(state.timer);
}
