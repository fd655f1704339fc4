// A network while it learns: its units and weights, what it answers over the plane, and its losses, on three canvases.
// Everything comes as one block of bytes: the length of a heading, the heading as JSON, then pictures of one byte a cell.

const UNIT = 24;
const PLANE = 6;
const HEAD_GAP = 5;

function unpack(data) {
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  let place = 4 + length;
  const take = count => { const part = bytes.subarray(place, place + count); place += count; return part; };
  return { head, surface: take(head.cells * head.cells), units: head.sizes.map((count, layer) =>
    Array.from({ length: head.pictures ? count : 0 }, () => take(UNIT * UNIT))), points: take(head.points * 3) };
}

const parse = colour => [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));

// From −1 (class 0, amber) over the middle to 1 (class 1, teal): 256 colours.
function scale(colours) {
  const stops = colours.map(parse);
  return Array.from({ length: 256 }, (_, value) => {
    const at = (value / 255) * (stops.length - 1);
    const low = Math.min(Math.floor(at), stops.length - 2);
    return stops[low].map((part, k) => Math.round(part + (stops[low + 1][k] - part) * (at - low)));
  });
}

// One byte a cell becomes a small canvas; there is one per side, drawn anew each time.
const sheets = new Map();

function picture(values, side, colours) {
  const image = new ImageData(side, side);
  const packed = new Uint32Array(image.data.buffer);
  const codes = Uint32Array.from(colours, ([red, green, blue]) => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0);
  for (let cell = 0; cell < values.length; cell++) packed[cell] = codes[values[cell]] ?? 0xff808080;
  if (!sheets.has(side)) {
    const made = document.createElement("canvas");
    made.width = made.height = side;
    sheets.set(side, made);
  }
  const canvas = sheets.get(side);
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

function sheet(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return [pen, width, height];
}

// Where every unit stands: layers from left to right, units from top to bottom.
function layout(pen, head, width, height) {
  const shown = [head.inputs.length, ...head.sizes];
  const most = Math.max(...shown);
  const side = Math.max(9, Math.min(34, (height - 34) / most - 5, width / (shown.length * 1.6)));
  const left = Math.min(92, side / 2 + 10 + Math.max(...head.inputs.map(name => pen.measureText(name).width))), right = width - side / 2 - 8;
  return shown.map((count, layer) => Array.from({ length: count }, (_, unit) => ({
    x: left + (right - left) * (shown.length === 1 ? 0.5 : layer / (shown.length - 1)),
    y: 26 + (height - 34) * ((unit + 0.5) / count), side,
  })));
}

function drawGraph(canvas, told) {
  const { head, units } = told;
  const [pen, width, height] = sheet(canvas);
  pen.font = "12px sans-serif";
  const places = layout(pen, head, width, height);
  const edges = [];
  const largest = Math.max(1e-9, ...head.weights.flat(2).map(Math.abs));
  pen.lineCap = "round";
  head.weights.forEach((layer, depth) => layer.forEach((row, unit) => row.forEach((weight, source) => {
    const [from, to] = [places[depth][source], places[depth + 1][unit]];
    if (!from || !to) return;
    edges.push({ depth, unit, source, from, to });
    const picked = head.picked && head.picked[0] === depth && head.picked[1] === unit && head.picked[2] === source;
    const strength = Math.sqrt(Math.abs(weight) / largest);
    pen.strokeStyle = picked ? head.colours.other : weight < 0 ? head.colours.learner : head.colours.model;
    pen.globalAlpha = picked ? 1 : 0.12 + 0.78 * strength;
    pen.lineWidth = picked ? 4 : 0.4 + 4.2 * strength;
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    const bend = (to.x - from.x) / 2;
    pen.bezierCurveTo(from.x + bend, from.y, to.x - bend, to.y, to.x, to.y);
    pen.stroke();
  })));
  pen.globalAlpha = 1;
  pen.font = "12px sans-serif";
  pen.textBaseline = "middle";
  const colours = scale(head.scale);
  places.forEach((layer, depth) => layer.forEach((place, unit) => {
    const half = place.side / 2;
    pen.fillStyle = head.colours.surface;
    pen.fillRect(place.x - half, place.y - half, place.side, place.side);
    if (depth && units[depth - 1][unit]) {
      pen.imageSmoothingEnabled = true;
      pen.drawImage(picture(units[depth - 1][unit], UNIT, colours), place.x - half, place.y - half, place.side, place.side);
    }
    const dead = depth && depth <= head.dead.length && head.dead[depth - 1].includes(unit);
    const picked = head.picked && head.picked[0] === depth - 1 && head.picked[1] === unit;
    pen.strokeStyle = picked ? head.colours.other : dead ? head.colours.removed : head.colours.text;
    pen.lineWidth = picked ? 2.5 : 1;
    pen.setLineDash(dead ? [2, 2] : []);
    pen.strokeRect(place.x - half, place.y - half, place.side, place.side);
    pen.setLineDash([]);
    if (!depth) {
      pen.fillStyle = head.colours.text;
      pen.textAlign = "right";
      pen.fillText(head.inputs[unit], place.x - half - 5, place.y, 72);
    }
  }));
  pen.fillStyle = head.colours.muted;
  // Where the names of the hidden layers would run into each other, their numbers are enough.
  const room = (places.length > 1 ? places[1][0].x - places[0][0].x : width) - 8;
  const tight = head.names.some(name => pen.measureText(name).width > room);
  const last = places.length - 1, free = [0, width];
  const write = (text, x) => {
    pen.textAlign = "left";
    pen.fillText(text, x, 9);
    return x + pen.measureText(text).width;
  };
  const middle = (text, depth) => places[depth][0].x - pen.measureText(text).width / 2;
  if (last) free[0] = write(head.names[0] ?? "", tight ? 0 : Math.max(0, middle(head.names[0] ?? "", 0))) + HEAD_GAP;
  free[1] = width - 2 - pen.measureText(head.names[last] ?? "").width;
  write(head.names[last] ?? "", free[1]);
  for (let depth = 1; depth < last; depth++) {
    const name = head.names[depth] ?? "";
    const text = tight ? name.split(" ").at(-1) : name, x = middle(text, depth);
    // A number that would touch its neighbours is left out.
    if (x >= free[0] && x + pen.measureText(text).width + HEAD_GAP <= free[1]) free[0] = write(text, x) + HEAD_GAP;
  }
  canvas.edges = edges;
  canvas.places = places;
}

function drawPlane(canvas, told) {
  const { head, surface, points } = told;
  const [pen, width, height] = sheet(canvas);
  const classes = head.classColours.map(parse);
  if (head.cells) {
    const colours = head.kind === "classes" ? classes.map(one => one.map(part => Math.round(part * 0.45 + 255 * 0.3))) : scale(head.scale);
    pen.imageSmoothingEnabled = head.kind !== "classes" && !head.steps;
    pen.globalAlpha = 0.85;
    pen.drawImage(picture(surface, head.cells, colours), 0, 0, width, height);
    pen.globalAlpha = 1;
  }
  const across = value => ((value / 255) * 2 * PLANE - PLANE + PLANE) / (2 * PLANE);
  for (let one = 0; one < points.length; one += 3) {
    const [x, y, what] = [across(points[one]) * width, (1 - across(points[one + 1])) * height, points[one + 2]];
    const test = what >= 128;
    if (test && !head.showTest) continue;
    const kind = what & 127;
    pen.beginPath();
    if (head.kind !== "number" && kind === 0) pen.rect(x - 3, y - 3, 6, 6); else pen.arc(x, y, 3.4, 0, 7);
    pen.fillStyle = head.kind === "number" ? `rgb(${scale(head.scale)[Math.round(kind * 2)].join()})` : head.classColours[kind];
    pen.fill();
    pen.strokeStyle = test ? head.colours.text : head.colours.paper;
    pen.lineWidth = test ? 1.2 : 0.9;
    pen.stroke();
  }
  if (!head.cells) drawShares(pen, width, height, head);
}

// Points that lie in no plane: how many of each class are told right.
function drawShares(pen, width, height, head) {
  const step = (height - 20) / head.shares.length;
  pen.font = "13px sans-serif";
  pen.textBaseline = "middle";
  head.shares.forEach(([name, share, label], place) => {
    const y = 10 + step * place;
    pen.fillStyle = head.colours.grid;
    pen.fillRect(34, y + step * 0.18, width - 104, step * 0.64);
    pen.fillStyle = head.colours.model;
    pen.fillRect(34, y + step * 0.18, (width - 104) * share, step * 0.64);
    pen.fillStyle = head.colours.text;
    pen.textAlign = "right";
    pen.fillText(name, 26, y + step / 2);
    pen.fillText(label, width - 4, y + step / 2);
  });
}

function drawLosses(canvas, { head }) {
  const [pen, width, height] = sheet(canvas);
  const rows = head.losses;
  const top = Math.max(1e-9, ...rows.flatMap(row => [row[1], row[2]]).filter(Number.isFinite));
  const last = Math.max(1, rows[rows.length - 1][0]);
  const [left, right, base] = [8, width - 150, height - 6];
  pen.strokeStyle = head.colours.grid;
  pen.beginPath();
  pen.moveTo(left, base);
  pen.lineTo(right, base);
  pen.stroke();
  [[2, head.colours.other, [5, 3]], [1, head.colours.model, []]].forEach(([column, colour, dash]) => {
    pen.strokeStyle = colour;
    pen.setLineDash(dash);
    pen.lineWidth = 2;
    pen.beginPath();
    rows.forEach((row, place) => {
      const x = left + (right - left) * (row[0] / last);
      const y = base - (base - 8) * Math.min(1, (Number.isFinite(row[column]) ? row[column] : top) / top);
      if (place) pen.lineTo(x, y); else pen.moveTo(x, y);
    });
    pen.stroke();
  });
  pen.setLineDash([]);
  pen.font = "13px sans-serif";
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  head.labels.forEach(([text, colour], place) => {
    pen.fillStyle = head.colours[colour];
    pen.fillText(text, right + 12, 18 + 22 * place, 138);
  });
}

function nearest(canvas, event) {
  const box = canvas.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  for (const [depth, layer] of (canvas.places ?? []).entries()) {
    for (const [unit, place] of layer.entries()) {
      if (depth && Math.abs(place.x - x) < place.side / 2 + 2 && Math.abs(place.y - y) < place.side / 2 + 2) return [depth - 1, unit, -1];
    }
  }
  let best = null;
  for (const edge of canvas.edges ?? []) {
    const bend = (edge.to.x - edge.from.x) / 2;
    for (let t = 0.04; t < 1; t += 0.04) {
      const s = 1 - t;
      const px = s ** 3 * edge.from.x + 3 * s * s * t * (edge.from.x + bend) + 3 * s * t * t * (edge.to.x - bend) + t ** 3 * edge.to.x;
      const py = (s ** 3 + 3 * s * s * t) * edge.from.y + (3 * s * t * t + t ** 3) * edge.to.y;
      const far = Math.hypot(px - x, py - y);
      if (far < 8 && (!best || far < best.far)) best = { far, edge };
    }
  }
  return best && [best.edge.depth, best.edge.unit, best.edge.source];
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const told = unpack(data);
  const [graph, plane, losses] = ["graph", "plane", "losses"].map(name => parentElement.querySelector(`.${name}`));
  for (const [name, colour] of Object.entries(told.head.colours)) parentElement.querySelector(".network").style.setProperty(`--${name}`, colour);
  parentElement.querySelector(".network").classList.toggle("compact", told.head.compact);
  const draw = () => {
    if (!told.head.compact) drawGraph(graph, told);
    drawPlane(plane, told);
    drawLosses(losses, told);
  };
  graph.setAttribute("role", "img");
  graph.setAttribute("aria-label", told.head.said.graph);
  plane.setAttribute("role", "img");
  plane.setAttribute("aria-label", told.head.said.plane);
  losses.setAttribute("role", "img");
  losses.setAttribute("aria-label", told.head.said.losses);
  draw();
  window.__networkPictures = (window.__networkPictures ?? 0) + 1;
  window.__networkEpoch = told.head.epoch;
  graph.onclick = event => {
    const found = nearest(graph, event);
    if (found) setTriggerValue("picked", found);
  };
  plane.classList.toggle("drawing", told.head.drawable);
  plane.onclick = event => {
    if (!told.head.drawable) return;
    const box = plane.getBoundingClientRect();
    setTriggerValue("dotted", [
      ((event.clientX - box.left) / box.width) * 2 * PLANE - PLANE, PLANE - ((event.clientY - box.top) / box.height) * 2 * PLANE,
    ]);
  };
  if (parentElement.watching) parentElement.watching.disconnect();
  parentElement.watching = new ResizeObserver(draw);
  parentElement.watching.observe(plane);
  return () => parentElement.watching?.disconnect();
}
