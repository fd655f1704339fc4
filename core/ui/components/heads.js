// Every head of a model at a glance, and one of them large: its matrix with numbers, and lines from token to token.
// The weights come once, a byte each (and the large head's as they are); hovering, walking with the keys and choosing
// a head happen here. Only a chosen head is told to the server.

const views = new WeakMap();
const WIDE = 560;
const TALL = 430;
const FONT = 12;
const CELLS = 40;  // tokens up to which the matrix is drawn cell by cell

function read(bytes) {
  const raw = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  const whole = raw.byteOffset % 4 ? raw.slice() : raw;
  const size = new DataView(whole.buffer, whole.byteOffset, 4).getUint32(0, true);
  const data = JSON.parse(new TextDecoder().decode(whole.subarray(4, 4 + size)));
  const count = data.layers * data.heads * data.tokens.length ** 2;
  data.all = whole.subarray(4 + size, 4 + size + count);
  data.exact = new Float32Array(whole.slice(4 + size + count).buffer);
  return data;
}

function weight(view, i, j) {
  const { data, layer, head } = view;
  const n = data.tokens.length;
  if (layer === data.layer && head === data.head) return data.exact[i * n + j];
  return data.all[((layer * data.heads + head) * n + i) * n + j] / 255;
}

function shades(colours) {
  const stops = colours.map(hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16)));
  return Array.from({ length: 256 }, (_, value) => {
    const at = Math.sqrt(value / 255) * (stops.length - 1);  // small weights would otherwise not be seen
    const low = Math.min(Math.floor(at), stops.length - 2);
    return stops[low].map((part, k) => Math.round(part + (stops[low + 1][k] - part) * (at - low)));
  });
}

function thumbnails(data, scale) {
  const n = data.tokens.length;
  const packed = Uint32Array.from(scale, ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0);
  return Array.from({ length: data.layers * data.heads }, (_, which) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = n;
    const brush = canvas.getContext("2d");
    const image = brush.createImageData(n, n);
    const pixels = new Uint32Array(image.data.buffer);
    const start = which * n * n;
    for (let cell = 0; cell < n * n; cell += 1) pixels[cell] = packed[data.all[start + cell]];
    brush.putImageData(image, 0, 0);
    return canvas;
  });
}

// ---- Where everything stands

function plan(view) {
  const { data } = view;
  const width = view.root.clientWidth;
  const wide = width >= WIDE;
  const [left, top] = [18, 20];
  const room = wide ? Math.min(width * 0.34, data.heads > 6 ? 236 : 170) : width;
  const step = Math.floor(Math.min((room - left - 4) / data.heads, (wide ? TALL - top - 6 : 150) / data.layers, 56));
  const small = { x: left, y: top, step: Math.max(step, 5) };
  const below = small.y + small.step * data.layers + 12;
  const column = Math.max(small.x + small.step * data.heads, wide ? 168 : 0);
  const big = wide ? { x: column + 18, y: 0 } : { x: 0, y: below };
  const n = data.tokens.length;
  big.width = width - big.x;
  big.height = wide ? Math.max(TALL, below) : Math.min(380, big.width + 40);
  const both = data.show === "both" && n <= 24;
  big.matrix = data.show !== "lines" ? { x: big.x, y: big.y, width: big.width, height: big.height } : null;
  big.lines = data.show === "lines" ? { x: big.x, y: big.y + 24, width: big.width, height: big.height - 24 } : null;
  let height = big.y + big.height;
  if (both && wide) big.lines = { x: 0, y: below, width: column, height: height - below };
  if (both && !wide) {
    big.lines = { x: 0, y: height + 8, width, height: Math.min(24 * n, 320) };
    height += big.lines.height + 8;
  }
  return { width, height, small, big, wide };
}

function grid(view, box) {
  const n = view.data.tokens.length;
  const label = Math.min(84, Math.max(...view.widths) + 10, box.width * 0.25);
  const top = Math.min(70, label * 0.75 + 14) + 18;
  const cell = Math.min((box.width - label - 20) / n, (box.height - top - 4) / n, 46);
  return { x: box.x + label, y: box.y + top, cell, label };
}

// ---- Drawing

function draw(view) {
  const { data, root, canvas } = view;
  if (!root.clientWidth) return;
  const place = (view.plan = plan(view));
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(place.width * ratio);
  canvas.height = Math.round(place.height * ratio);
  canvas.style.height = `${place.height}px`;
  const brush = canvas.getContext("2d");
  brush.scale(ratio, ratio);
  brush.fillStyle = data.theme.paper;
  brush.fillRect(0, 0, place.width, place.height);
  view.family = getComputedStyle(root).fontFamily;
  brush.font = `${FONT}px ${view.family}`;
  view.widths = data.tokens.map(token => brush.measureText(token).width);
  overview(view, brush);
  title(view, brush);
  if (place.big.matrix) matrix(view, brush, place.big.matrix);
  if (place.big.lines) lines(view, brush, place.big.lines);
  say(view);
  root.dataset.drawn = String(Number(root.dataset.drawn ?? 0) + 1);
  root.dataset.head = `${view.layer}.${view.head}`;
}

function overview(view, brush) {
  const { data } = view;
  const { x, y, step } = view.plan.small;
  brush.font = `10px ${view.family}`;
  brush.fillStyle = data.theme.muted;
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  for (let head = 0; head < data.heads; head += 1) brush.fillText(head + 1, x + step * (head + 0.5), y - 9);
  for (let layer = 0; layer < data.layers; layer += 1) brush.fillText(layer + 1, x - 9, y + step * (layer + 0.5));
  brush.imageSmoothingEnabled = data.tokens.length > step;
  for (let layer = 0; layer < data.layers; layer += 1) {
    for (let head = 0; head < data.heads; head += 1) {
      brush.drawImage(view.small[layer * data.heads + head], x + step * head + 1, y + step * layer + 1, step - 2, step - 2);
    }
  }
  brush.strokeStyle = data.theme.learner;
  brush.lineWidth = 2.5;
  brush.strokeRect(x + step * view.head, y + step * view.layer, step, step);
}

function title(view, brush) {
  const { big } = view.plan;
  brush.font = `600 ${FONT + 1}px ${view.family}`;
  brush.fillStyle = view.data.theme.text;
  brush.textAlign = "left";
  brush.textBaseline = "top";
  const said = fill(view.data.text.title, { layer: view.layer + 1, head: view.head + 1 });
  brush.fillText(said, big.x + 2, big.y + 2);
}

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function number(view, value, digits = 2) {
  return value.toFixed(digits).replace(".", view.data.text.decimal);
}

function shortened(brush, text, width) {
  if (brush.measureText(text).width <= width) return text;
  const signs = [...text];
  while (signs.length > 1 && brush.measureText(`${signs.join("")}…`).width > width) signs.pop();
  return `${signs.join("")}…`;
}

// Whether a cell belongs to the token that is looked at, in the chosen direction.
function lit(view, i, j) {
  if (view.token === null) return true;
  return view.data.direction === "to" ? j === view.token : i === view.token;
}

function matrix(view, brush, box) {
  const { data } = view;
  const n = data.tokens.length;
  const { x, y, cell, label } = (view.grid = grid(view, box));
  const labelled = cell >= 9;
  const size = Math.min(FONT, Math.max(8, cell * 0.6));
  brush.font = `${size}px ${view.family}`;
  brush.textBaseline = "middle";
  for (let k = 0; k < n && labelled; k += 1) {
    const on = view.token === k;
    brush.fillStyle = on ? data.theme.learner : data.theme.muted;
    brush.textAlign = "right";
    brush.fillText(shortened(brush, data.tokens[k], label - 10), x - 6, y + cell * (k + 0.5));
    brush.save();
    brush.translate(x + cell * (k + 0.5), y - 6);
    brush.rotate(-Math.PI / 4);
    brush.textAlign = "left";
    brush.fillText(shortened(brush, data.tokens[k], label - 8), 0, 0);
    brush.restore();
  }
  brush.textAlign = "center";
  brush.font = `${Math.min(11, cell * 0.4)}px ${view.family}`;
  if (n > CELLS && !data.threshold) return many(view, brush);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < (data.causal ? i + 1 : n); j += 1) drawCell(view, brush, i, j);
  }
  brush.globalAlpha = 1;
}

function drawCell(view, brush, i, j) {
  const { data } = view;
  const { x, y, cell } = view.grid;
  const value = weight(view, i, j);
  brush.globalAlpha = (lit(view, i, j) ? 1 : 0.22) * (value < data.threshold ? 0.25 : 1);
  brush.fillStyle = view.scale[Math.min(255, Math.max(0, Math.round(value * 255)))];
  const gap = cell > 8 ? 1 : 0;
  brush.fillRect(x + cell * j, y + cell * i, cell - gap, cell - gap);
  if (cell < 20 || value < Math.max(data.threshold, 0.005)) return;
  brush.fillStyle = Math.sqrt(value) > 0.62 ? data.ink : data.theme.text;
  const text = value > 0.995 ? "1" : number(view, value).slice(cell < 30 ? 1 : 0);
  brush.fillText(text, x + cell * (j + 0.5), y + cell * (i + 0.5));
}

// Thousands of cells: the small picture made large, and only the row that is looked at cell by cell.
function many(view, brush) {
  const { data, token } = view;
  const { x, y, cell } = view.grid;
  const n = data.tokens.length;
  brush.imageSmoothingEnabled = false;
  brush.drawImage(view.small[view.layer * data.heads + view.head], x, y, cell * n, cell * n);
  if (token === null) return;
  brush.globalAlpha = 0.72;
  brush.fillStyle = data.theme.paper;
  brush.fillRect(x, y, cell * n, cell * n);
  for (let k = 0; k < n; k += 1) data.direction === "to" ? drawCell(view, brush, k, token) : drawCell(view, brush, token, k);
  brush.globalAlpha = 1;
}

function lines(view, brush, box) {
  const { data } = view;
  const n = data.tokens.length;
  const top = box.y + 2;
  const step = Math.min((box.height - 4) / n, 34);
  const side = Math.min(76, box.width * 0.32);
  const [from, to] = [box.x + side, box.x + box.width - side];
  view.column = { from, to, top, step };
  const size = Math.min(FONT, Math.max(5, step * 0.8));
  brush.font = `${size}px ${view.family}`;
  brush.textBaseline = "middle";
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      const value = weight(view, i, j);
      if (value < Math.max(data.threshold, 0.01) || !lit(view, i, j)) continue;
      brush.globalAlpha = Math.min(1, 0.08 + value);
      brush.strokeStyle = view.token === null ? data.theme.model : data.theme.learner;
      brush.lineWidth = 0.6 + 4 * value;
      brush.beginPath();
      brush.moveTo(from, top + step * (i + 0.5));
      brush.bezierCurveTo((from + to) / 2, top + step * (i + 0.5), (from + to) / 2, top + step * (j + 0.5), to, top + step * (j + 0.5));
      brush.stroke();
    }
  }
  brush.globalAlpha = 1;
  for (let k = 0; k < n && step >= 5; k += 1) {
    const here = data.direction === "to" ? "to" : "from";
    brush.textAlign = "right";
    brush.fillStyle = view.token === k && here === "from" ? data.theme.learner : data.theme.muted;
    brush.fillText(shortened(brush, data.tokens[k], side - 6), from - 5, top + step * (k + 0.5));
    brush.textAlign = "left";
    brush.fillStyle = view.token === k && here === "to" ? data.theme.learner : data.theme.muted;
    brush.fillText(shortened(brush, data.tokens[k], side - 6), to + 5, top + step * (k + 0.5));
  }
}

// The sentence under the picture: what the looked-at token looks at, most first.
function say(view) {
  const { data, token } = view;
  const { text, tokens, direction } = data;
  if (token === null) {
    view.said.textContent = text.hint;
    return;
  }
  const rows = tokens.map((name, k) => [name, direction === "to" ? weight(view, k, token) : weight(view, token, k)]);
  const best = rows.filter(([, value]) => value >= 0.005).sort((one, other) => other[1] - one[1]).slice(0, 5);
  const list = best.map(([name, value]) => `«${name}» ${number(view, value)}`).join(" · ");
  view.said.textContent = fill(text[direction], { token: tokens[token], list });
}

// ---- Hands

function tokenAt(view, x, y) {
  const { data, plan: place } = view;
  const n = data.tokens.length;
  const within = (value, start, step) => {
    const at = Math.floor((value - start) / step);
    return at >= 0 && at < n ? at : null;
  };
  const inside = box => box && x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
  if (inside(place.big.matrix)) {
    const { x: left, y: top, cell } = view.grid;
    const [row, column] = [within(y, top, cell), within(x, left, cell)];
    if (y < top) return column;
    if (x < left) return row;
    return row === null || column === null ? null : data.direction === "to" ? column : row;
  }
  if (inside(place.big.lines)) return within(y, view.column.top, view.column.step);
  return null;
}

function headAt(view, x, y) {
  const { small } = view.plan;
  const [head, layer] = [Math.floor((x - small.x) / small.step), Math.floor((y - small.y) / small.step)];
  const inside = head >= 0 && layer >= 0 && head < view.data.heads && layer < view.data.layers;
  return inside ? [layer, head] : null;
}

function choose(view, layer, head) {
  if (layer === view.layer && head === view.head) return;
  [view.layer, view.head] = [layer, head];
  draw(view);
  clearTimeout(view.later);
  view.later = setTimeout(() => view.tell({ layer, head }), 200);
}

function keys(view, event) {
  const { data } = view;
  const n = data.tokens.length;
  const turn = (value, by, count) => (value + by + count) % count;
  const moves = {
    ArrowDown: () => { view.token = view.token === null ? 0 : turn(view.token, 1, n); draw(view); },
    ArrowUp: () => { view.token = view.token === null ? n - 1 : turn(view.token, -1, n); draw(view); },
    ArrowRight: () => choose(view, view.layer, turn(view.head, 1, data.heads)),
    ArrowLeft: () => choose(view, view.layer, turn(view.head, -1, data.heads)),
    PageDown: () => choose(view, turn(view.layer, 1, data.layers), view.head),
    PageUp: () => choose(view, turn(view.layer, -1, data.layers), view.head),
    Escape: () => { view.token = null; draw(view); },
  };
  if (!(event.key in moves) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  moves[event.key]();
}

function start(root) {
  const canvas = root.querySelector("canvas");
  const view = { root, canvas, said: root.querySelector(".said"), token: null, widths: [40] };
  const point = event => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  canvas.addEventListener("pointermove", event => {
    const token = tokenAt(view, ...point(event));
    canvas.style.cursor = headAt(view, ...point(event)) ? "pointer" : "crosshair";
    if (token === view.token) return;
    view.token = token;
    draw(view);
  });
  canvas.addEventListener("pointerleave", () => { if (view.token !== null) { view.token = null; draw(view); } });
  canvas.addEventListener("click", event => {
    const found = headAt(view, ...point(event));
    if (found) choose(view, ...found);
  });
  canvas.addEventListener("keydown", event => keys(view, event));
  new ResizeObserver(() => { if (view.data && root.clientWidth !== view.plan?.width) draw(view); }).observe(root);
  return view;
}

export default function (component) {
  const root = component.parentElement.querySelector(".heads");
  if (!views.has(root)) views.set(root, start(root));
  const view = views.get(root);
  view.data = read(component.data);
  view.tell = picked => component.setTriggerValue("picked", picked);
  const { data } = view;
  [view.layer, view.head] = [data.layer, data.head];
  if (view.token !== null && view.token >= data.tokens.length) view.token = null;
  const scale = shades(data.sequential);
  view.small = thumbnails(data, scale);
  view.scale = scale.map(shade => `rgb(${shade})`);
  data.ink = data.mode === "dark" ? "#10161A" : "#FFFFFF";
  view.canvas.setAttribute("aria-label", data.alt);
  root.style.setProperty("--heads-muted", data.theme.muted);
  draw(view);
}
