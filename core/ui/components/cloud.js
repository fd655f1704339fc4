// A cloud of words in two or three dimensions. Hovering, turning, zooming and playing happen here; only a chosen
// word is told to the server. Everything is drawn with attributes, so that the saved picture looks like the screen.

const NS = "http://www.w3.org/2000/svg";
const MOVE_MS = 500;
const PLAY_MS = 1100;
const NARROW = 500;
const REACH = 18;
const MARGIN = 26;

const ruler = document.createElement("canvas").getContext("2d");
const views = new WeakMap();

function svg(tag, attributes = {}, text) {
  const made = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function start(root) {
  const view = { root, svg: root.querySelector("svg"), now: [], words: [], frame: 0, yaw: 0.6, pitch: 0.35, zoom: 1, pan: [0, 0], hover: null };
  view.said = root.querySelector(".said");
  view.film = root.querySelector(".film");
  new ResizeObserver(() => { if (view.data && root.clientWidth) draw(view, true); }).observe(root);
  listen(view);
  return view;
}

// ---- From numbers to the screen

function frameOf(view) {
  return view.data.frames[view.frame];
}

function targets(view) {
  const { x, y, z } = frameOf(view);
  return x.map((value, place) => [value, y[place], z ? z[place] : 0]);
}

function turned([x, y, z], view) {
  if (view.data.dims < 3) return [x, y, 0];
  const [c, s, cp, sp] = [Math.cos(view.yaw), Math.sin(view.yaw), Math.cos(view.pitch), Math.sin(view.pitch)];
  const [u, w] = [c * x + s * z, -s * x + c * z];
  return [u, cp * y - sp * w, sp * y + cp * w];
}

function scaleOf(view) {
  const { extent, dims, height } = view.data;
  const width = view.root.clientWidth;
  const middle = extent.map(([low, high]) => (low + high) / 2);
  const spans = extent.map(([low, high]) => Math.max(high - low, 1e-9));
  const across = dims < 3 ? spans : [2 * view.reach, 2 * view.reach];
  const room = [Math.max(width - 2 * MARGIN - Math.min(70, width / 8), 60), height - 2 * MARGIN];
  const free = view.data.stretch && dims < 3;
  const both = Math.min(room[0] / across[0], room[1] / across[1]);
  const scale = free ? [room[0] / across[0], room[1] / across[1]] : [both, both];
  return { middle, scale, width, height };
}

// How far from the middle a point of the cloud can be, however it is turned.
function reachOf({ extent, frames }) {
  const middle = extent.map(([low, high]) => (low + high) / 2);
  const { x, y, z } = frames.at(-1);
  return Math.max(1e-9, ...x.map((value, place) => Math.hypot(value - middle[0], y[place] - middle[1], z ? z[place] - middle[2] : 0)));
}

function onScreen(point, view, fit) {
  const away = point.map((value, axis) => value - (fit.middle[axis] ?? 0));
  const [u, v, depth] = turned(away, view);
  const x = fit.width / 2 - Math.min(26, fit.width / 20) + (u * fit.scale[0] + view.pan[0]) * view.zoom;
  const y = fit.height / 2 - (v * fit.scale[1] - view.pan[1]) * view.zoom;
  return [x, y, depth * fit.scale[0]];
}

// ---- Drawing

function colourOf(view, place) {
  const { colours, colour, group } = view.data;
  return colour ? colour[place] : colours[group ? group[place] : 0];
}

function build(view) {
  const { data } = view;
  view.svg.replaceChildren();
  view.layers = Object.fromEntries(["axes", "lines", "arrows", "points", "labels"].map(name => [name, view.svg.appendChild(svg("g"))]));
  const defs = view.svg.appendChild(svg("defs"));
  for (const name of ["model", "learner", "other"]) {
    const marker = svg("marker", { id: `tip-${name}`, viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 7, markerHeight: 7, orient: "auto" });
    marker.append(svg("path", { d: "M0,0L10,5L0,10z", fill: data.theme[name] }));
    defs.append(marker);
  }
  const radius = (data.words.length > 500 ? 2.6 : data.words.length > 150 ? 3.6 : 5.5) * (data.size / 13);
  view.circles = data.words.map((word, place) => {
    const kind = data.kind ? data.kind[place] : 0;
    const fill = colourOf(view, place);
    const look = kind === 1 ? { fill: data.theme.paper, stroke: data.theme.learner, "stroke-width": 2.5 } : { fill, stroke: data.theme.paper, "stroke-width": 0.8 };
    return view.layers.points.appendChild(svg("circle", { r: kind ? radius + 2 : radius, ...look }));
  });
  view.svg.setAttribute("font-family", getComputedStyle(view.root).fontFamily);
  ruler.font = `${data.size}px ${getComputedStyle(view.root).fontFamily}`;
  view.widths = data.words.map(word => ruler.measureText(word).width);
}

function near(view, place) {
  return place === null || !view.data.near ? [] : view.data.near[place];
}

function draw(view, labels) {
  const { data } = view;
  const fit = scaleOf(view);
  view.svg.setAttribute("width", fit.width);
  view.svg.setAttribute("height", fit.height);
  view.svg.setAttribute("viewBox", `0 0 ${fit.width} ${fit.height}`);
  view.at = view.now.map(point => {
    const [x, y, depth] = onScreen(point, view, fit);
    const [inX, inY] = [Math.min(fit.width - 8, Math.max(8, x)), Math.min(fit.height - 8, Math.max(8, y))];
    return view.zoom > 1 ? [x, y, depth] : [inX, inY, depth];
  });
  const focus = view.hover ?? view.picked;
  const family = new Set(focus === null ? [] : [focus, ...near(view, focus)]);
  view.circles.forEach((circle, place) => {
    const [x, y, depth] = view.at[place];
    circle.setAttribute("cx", x.toFixed(1));
    circle.setAttribute("cy", y.toFixed(1));
    const far = data.dims < 3 ? 1 : Math.min(1, Math.max(0.35, 0.75 + depth / fit.height));
    circle.setAttribute("opacity", (family.size && !family.has(place) ? 0.22 : far).toFixed(2));
  });
  drawAxes(view, fit);
  drawLines(view, focus);
  drawArrows(view, fit);
  if (labels) placeLabels(view, focus, family, fit);
  moveLabels(view);
}

function drawAxes(view, fit) {
  const { axis, theme, zero, dims, size } = view.data;
  const made = [];
  view.titles = [];
  if (zero && dims < 3) {
    const [x, y] = onScreen([0, 0, 0], view, fit);
    made.push(svg("line", { x1: x, x2: x, y1: 0, y2: fit.height, stroke: theme.grid }), svg("line", { x1: 0, x2: fit.width, y1: y, y2: y, stroke: theme.grid }));
  }
  if (axis && dims < 3) {
    const [wide, tall] = axis.map(title => ruler.measureText(`${title} →`).width);
    view.titles.push([fit.width - 6 - wide, fit.height - 7 - size, fit.width, fit.height], [0, 0, 17, 6 + tall]);
    made.push(svg("text", { x: fit.width - 6, y: fit.height - 7, "text-anchor": "end", fill: theme.muted, "font-size": size - 1 }, `${axis[0]} →`));
    made.push(svg("text", { x: 13, y: 6, "text-anchor": "end", transform: `rotate(-90 13 6)`, fill: theme.muted, "font-size": size - 1 }, `${axis[1]} →`));
  }
  view.layers.axes.replaceChildren(...made);
}

function drawLines(view, focus) {
  const { theme, held, pairs } = view.data;
  const made = (pairs ?? []).map(([one, other]) => line(view.at[one], view.at[other], { stroke: theme.muted, "stroke-width": 1, opacity: 0.55 }));
  near(view, focus).forEach((other, order) => {
    const lost = held && !held[focus][order];
    made.push(line(view.at[focus], view.at[other], { stroke: lost ? theme.learner : theme.model, "stroke-width": 1.8, ...(lost ? { "stroke-dasharray": "5 4" } : {}) }));
  });
  view.layers.lines.replaceChildren(...made);
}

function line([x1, y1], [x2, y2], look) {
  return svg("line", { x1: x1.toFixed(1), y1: y1.toFixed(1), x2: x2.toFixed(1), y2: y2.toFixed(1), ...look });
}

function drawArrows(view, fit) {
  const made = [];
  view.steps = [];
  for (const { from, to, colour, text, dashed } of view.data.arrows ?? []) {
    const [one, other] = [onScreen(from, view, fit), onScreen(to, view, fit)];
    const tip = dashed ? {} : { "marker-end": `url(#tip-${colour})` };
    made.push(line(one, other, { stroke: view.data.theme[colour], "stroke-width": 2.4, ...(dashed ? { "stroke-dasharray": "3 4" } : {}), ...tip }));
    if (!text) continue;
    const [x, y] = besideArrow(view, one, other, text, fit);
    made.push(svg("text", { x, y, fill: view.data.theme[colour], "font-size": view.data.size, stroke: view.data.theme.paper, "stroke-width": 3, "paint-order": "stroke" }, text));
  }
  view.layers.arrows.replaceChildren(...made);
}

// Where the text of an arrow stands: beside its middle, or where it hides fewer points; labels leave it its place.
function besideArrow(view, [x1, y1], [x2, y2], text, fit) {
  const { size } = view.data;
  const wide = ruler.measureText(text).width;
  const boxOf = ([x, y]) => [x - 2, y - size, x + wide + 2, y + 4];
  const places = [0.5, 0.35, 0.65, 0.2, 0.8].flatMap(part => {
    const [x, y] = [x1 + part * (x2 - x1), y1 + part * (y2 - y1)];
    return [[x + 10, y - 6], [x + 10, y + size + 4], [x - wide - 10, y - 6], [x - wide - 10, y + size + 4]];
  });
  const costs = places.map(place => {
    const box = boxOf(place);
    const outside = box[0] < 0 || box[2] > fit.width || box[1] < 0 || box[3] > fit.height;
    return (outside ? 100 : 0) + covered(view, null, box);
  });
  const best = places[costs.indexOf(Math.min(...costs))];
  view.steps.push(boxOf(best));
  return best;
}

// Labels that would lie over another, or over the title of an axis, are left out: first the focus and its neighbours,
// then the rest in order. Where there is little room, so are those that would hide a point.
function placeLabels(view, focus, family, fit) {
  const { data } = view;
  const rank = place => (place === focus ? 0 : family.has(place) ? 1 : data.kind && data.kind[place] ? 2 : 3);
  const order = data.words.map((_, place) => place).sort((one, other) => rank(one) - rank(other) || one - other);
  const taken = [...view.titles, ...view.steps];
  view.labels = [];
  for (const place of order) {
    if (family.size && rank(place) > 1) continue;
    if (view.labels.length >= 160) break;
    const [x, y] = view.at[place];
    const wide = view.widths[place] * (rank(place) === 0 ? 1.12 : 1);
    const gap = data.kind && data.kind[place] ? 12 : 8;
    const sides = [[gap, 4], [-gap - wide, 4], [-wide / 2, -gap - 2], [-wide / 2, gap + data.size - 2]];
    const boxes = sides.map(([dx, dy]) => [x + dx - 2, y + dy - data.size + 2, x + dx + wide + 2, y + dy + 4]);
    const fits = boxes.map(box => box[0] >= 2 && box[2] <= fit.width - 2 && box[1] >= 0 && box[3] <= fit.height
      && taken.every(other => box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3]));
    const covers = fits.map((fine, side) => (fine ? covered(view, place, boxes[side]) : Infinity));
    const best = covers.indexOf(Math.min(...covers));
    const most = rank(place) === 3 && fit.width < NARROW ? 1 : Infinity;
    const free = covers[best] < most ? sides[best] : rank(place) < 2 ? sides[x + gap + wide > fit.width ? 1 : 0] : null;
    if (!free) continue;
    taken.push([x + free[0] - 2, y + free[1] - data.size + 2, x + free[0] + wide + 2, y + free[1] + 4]);
    view.labels.push({ place, shift: free, text: svg("text", { fill: data.theme.text, "font-size": data.size, "font-weight": rank(place) === 0 ? 700 : 400, stroke: data.theme.paper, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" }, data.words[place]) });
  }
  view.layers.labels.replaceChildren(...view.labels.map(label => label.text));
}

// How many other points lie under a label.
function covered(view, place, box) {
  if (view.at.length > 400) return 0;
  let found = 0;
  view.at.forEach(([x, y], other) => { if (other !== place && x > box[0] - 3 && x < box[2] + 3 && y > box[1] - 2 && y < box[3] + 2) found += 1; });
  return found;
}

function moveLabels(view) {
  for (const { place, shift, text } of view.labels ?? []) {
    text.setAttribute("x", (view.at[place][0] + shift[0]).toFixed(1));
    text.setAttribute("y", (view.at[place][1] + shift[1]).toFixed(1));
  }
}

function glide(view) {
  const [from, to, began] = [view.now, targets(view), performance.now()];
  cancelAnimationFrame(view.moving);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const same = from.every((point, place) => point.every((value, axis) => value === to[place][axis]));
  if (calm || same) { view.now = to; return draw(view, true); }
  const step = time => {
    const done = Math.min(1, (time - began) / MOVE_MS);
    const eased = done * done * (3 - 2 * done);
    view.now = from.map((point, place) => point.map((value, axis) => value + (to[place][axis] - value) * eased));
    draw(view, done === 1);
    if (done < 1) view.moving = requestAnimationFrame(step);
  };
  view.moving = requestAnimationFrame(step);
}

// ---- What is said

function say(view) {
  const { data } = view;
  const focus = view.hover ?? view.picked;
  const told = focus === null ? (frameOf(view).said ?? data.text.hint) : (frameOf(view).notes ?? data.notes ?? [])[focus];
  view.said.replaceChildren();
  if (focus !== null) view.said.append(Object.assign(document.createElement("b"), { textContent: data.words[focus] }), "  ");
  view.said.append(told ?? "");
}

function legend(view) {
  const { names, colours } = view.data;
  const shown = (names ?? []).map((name, place) => {
    const item = Object.assign(document.createElement("span"), { textContent: name });
    item.style.setProperty("--own", colours[place]);
    return item;
  });
  view.root.querySelector(".legend").replaceChildren(...shown);
}

// ---- The hand

function closest(view, event) {
  const box = view.svg.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  let [best, least] = [null, REACH * REACH];
  view.at.forEach(([px, py], place) => {
    const away = (px - x) ** 2 + (py - y) ** 2;
    if (away < least) [best, least] = [place, away];
  });
  return best;
}

function hover(view, place) {
  if (view.hover === place) return;
  view.hover = place;
  draw(view, true);
  say(view);
}

function pick(view, place) {
  const again = place === view.picked;
  view.picked = again ? null : place;
  if (view.data.picks) view.component.setTriggerValue("picked", { word: view.picked === null ? "" : view.data.words[view.picked] });
  draw(view, true);
  say(view);
}

function listen(view) {
  let held = null;
  view.svg.onpointerdown = event => { held = { x: event.clientX, y: event.clientY, moved: false }; view.svg.setPointerCapture(event.pointerId); };
  view.svg.onpointermove = event => {
    if (!held) return hover(view, closest(view, event));
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.moved && Math.hypot(dx, dy) < 5) return;
    [held.x, held.y, held.moved] = [event.clientX, event.clientY, true];
    if (view.data.dims === 3) { view.yaw += dx / 160; view.pitch += dy / 160; }
    else if (view.zoom > 1) { view.pan[0] += dx / view.zoom; view.pan[1] += dy / view.zoom; }
    draw(view, false);
  };
  view.svg.onpointerup = event => {
    if (held && !held.moved) { const place = closest(view, event); if (place !== null || view.picked !== null) pick(view, place ?? view.picked); }
    if (held?.moved) draw(view, true);
    held = null;
  };
  view.svg.onpointercancel = () => { held = null; };
  view.svg.onpointerleave = () => hover(view, null);
  view.svg.onkeydown = event => key(view, event);
}

function key(view, event) {
  const side = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (event.key === "Enter" && view.hover !== null) pick(view, view.hover);
  else if (event.key === "Escape") hover(view, null);
  else if (side && view.data.dims === 3) { view.yaw += side[0] / 8; view.pitch += side[1] / 8; draw(view, true); }
  else if (side) hover(view, ((view.hover ?? view.picked ?? -1) + side[0] + side[1] + view.words.length) % view.words.length);
  else return;
  event.preventDefault();
}

function tools(view) {
  const place = view.root.querySelector(".tools");
  const { text } = view.data;
  const zoom = by => { view.zoom = Math.min(12, Math.max(1, view.zoom * by)); if (view.zoom === 1) view.pan = [0, 0]; draw(view, true); };
  const made = [["remove", text.out, () => zoom(1 / 1.5)], ["add", text.into, () => zoom(1.5)], ["fit_screen", text.whole, () => { view.zoom = 1; view.pan = [0, 0]; view.yaw = 0.6; view.pitch = 0.35; draw(view, true); }]];
  place.replaceChildren(...made.map(([icon, label, act]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: icon, title: label, onclick: act });
    button.setAttribute("aria-label", label);
    return button;
  }));
}

// ---- The film

function film(view) {
  const { frames, text } = view.data;
  const [play, slider, label] = view.film.children;
  view.film.hidden = frames.length < 2;
  const show = frame => { view.frame = frame; slider.value = frame; label.textContent = frames[frame].label; glide(view); say(view); };
  const stop = () => { clearInterval(view.timer); view.timer = null; play.textContent = "play_arrow"; play.setAttribute("aria-label", text.play); };
  slider.max = frames.length - 1;
  slider.value = view.frame;
  slider.setAttribute("aria-label", text.slider);
  label.textContent = frames[view.frame].label ?? "";
  stop();
  slider.oninput = () => { stop(); show(Number(slider.value)); };
  slider.onchange = () => { if (view.data.tells) view.component.setStateValue("frame", view.frame); };
  play.onclick = () => {
    if (view.timer) return stop();
    if (view.frame === frames.length - 1) show(0);
    play.textContent = "pause";
    play.setAttribute("aria-label", text.pause);
    view.timer = setInterval(() => {
      show(view.frame + 1);
      if (view.frame === frames.length - 1) { stop(); slider.onchange(); }
    }, PLAY_MS);
  };
}

function take(view, data) {
  const before = new Map(view.words.map((word, place) => [word, view.now[place]]));
  const fresh = !view.data || view.data.name !== data.name;
  view.data = data;
  view.words = data.words;
  view.reach = reachOf(data);
  if (fresh) { view.frame = data.first ?? 0; view.zoom = 1; view.pan = [0, 0]; }
  view.frame = Math.min(view.frame, data.frames.length - 1);
  view.hover = null;
  const picked = data.words.indexOf(data.picked ?? "");
  view.picked = picked < 0 ? null : picked;
  for (const [name, value] of Object.entries(data.theme)) view.root.style.setProperty(`--${name}`, value);
  view.svg.setAttribute("aria-label", data.alt);
  view.svg.classList.toggle("turns", data.dims === 3);
  build(view);
  const to = targets(view);
  view.now = data.words.map((word, place) => before.get(word) ?? to[place]);
  legend(view);
  tools(view);
  film(view);
  glide(view);
  say(view);
}

export default function (component) {
  const root = component.parentElement.querySelector(".course-cloud");
  const view = views.get(root) ?? start(root);
  views.set(root, view);
  view.component = component;
  take(view, component.data);
}
