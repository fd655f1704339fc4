// A box of text that tells the server what is typed while it is typed, and takes a dropped or opened file.

// The first key after a rest is sent at once; while keys come fast, one message per pause serves several of them.
const REST_MS = 150;
const QUIET_MS = 25;
const QUIET_LONG_MS = 400;
const LONG = 50000;

function send(area, component) {
  const halves = area.value.length - [...area.value].filter(sign => !/^[\ud800-\udfff]$/.test(sign)).join("").length;
  component.setStateValue("typed", { text: area.value.toWellFormed(), halves, number: performance.timeOrigin + performance.now() });
}

function take(file, area, component, say) {
  const { words, most } = component.data;
  if (!file) return;
  if (file.size > most) return say(words.too_big);
  file.arrayBuffer().then(bytes => {
    try {
      area.value = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      say("");
      send(area, component);
    } catch {
      say(words.not_text);
    }
  });
}

export default function (component) {
  const { data, parentElement } = component;
  const area = parentElement.querySelector("textarea");
  const chooser = parentElement.querySelector("input");
  const note = parentElement.querySelector(".note");
  const say = text => { note.textContent = text; };
  parentElement.querySelector(".caption").textContent = data.label;
  parentElement.querySelector(".open").textContent = data.words.open;
  parentElement.querySelector(".file").hidden = !data.files;
  area.setAttribute("aria-label", data.label);
  area.placeholder = data.placeholder;
  area.rows = data.rows;
  // Only a text that comes from elsewhere (an example, a link) is written into the box: an echo of what was
  // typed a moment ago must not undo what is being typed now.
  if (data.text === null) area.dataset.applied = "";
  else if (area.dataset.applied !== `=${data.text}`) {
    area.value = data.text;
    area.dataset.applied = `=${data.text}`;
  }
  area.oninput = () => {
    clearTimeout(area.waiting);
    const rested = performance.now() - (area.lastKey ?? -REST_MS) >= REST_MS;
    area.lastKey = performance.now();
    const long = area.value.length > LONG;
    if (rested && !long) send(area, component);
    else area.waiting = setTimeout(() => send(area, component), long ? QUIET_LONG_MS : QUIET_MS);
  };
  chooser.onchange = () => { take(chooser.files[0], area, component, say); chooser.value = ""; };
  parentElement.querySelector(".open").onclick = () => chooser.click();
  if (data.files) {
    area.ondragover = event => event.preventDefault();
    area.ondrop = event => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      take(event.dataTransfer.files[0], area, component, say);
    };
  }
}
