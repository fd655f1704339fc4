// Coloured pieces of one or several vocabularies. Hovering, tapping or walking with the arrow keys explains a
// piece and lights up everything that belongs to it, without asking the server.

// Places in the list that describes one token.
const [ID, TEXT, LOOK, PIECE, BYTES, START, END, GROUP, SIGNS] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

const UTF8 = new TextEncoder();
const SEEN = { " ": "·", "\n": "↵", "\t": "⇥" };

// A plain token comes as its number and its text: the rest follows from them and from where the one before ended.
function complete(row) {
  let place = row.start;
  row.views = row.views.map(view => {
    if (view.length > 2) {
      place = view[END];
      return view;
    }
    const bytes = UTF8.encode(view[TEXT]);
    const signs = view[TEXT].replace(/[ \n\t]/g, sign => SEEN[sign]);
    const hex = [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join(" ");
    const start = place;
    place += bytes.length;
    return [view[ID], view[TEXT], "text", signs, hex, start, place, -1, signs];
  });
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// Invisible signs get a sign of their own; a line break also breaks the line.
function shownText(view, invisible) {
  if (invisible) return view[SIGNS].replaceAll("↵", "↵\n");
  return /^[\r\n]+$/.test(view[TEXT]) ? view[TEXT].replaceAll("\n", "↵\n") : view[TEXT];
}

function label(view, data) {
  if (view[LOOK] === "part") return view[BYTES];
  if (view[LOOK] === "added") return data.words.space;
  if (view[LOOK] === "unknown") return view[PIECE];
  return shownText(view, data.invisible);
}

function tile(row, views, first, data, colour) {
  const view = views[0];
  const whole = views.length > 1;
  const made = element("span", `tile look-${whole ? "text" : view[LOOK]} tint-${colour}`);
  made.dataset.first = first;
  made.dataset.last = first + views.length - 1;
  const shown = whole ? row.groups[view[GROUP]][data.invisible ? 1 : 0] : label(view, data);
  if (data.show === "text" && !whole && view[LOOK] !== "part") {
    made.textContent = shown;
    return made;
  }
  const top = element("span", "top", shown);
  if (whole) top.append(element("sup", "", String(views.length)));
  if (!whole && view[LOOK] === "part") {
    top.append(" ", element("span", "of", fill(data.words.part, { sign: view[SIGNS] })));
  }
  made.append(top);
  if (data.show === "ids") made.append(element("span", "under", views.map(one => one[ID]).join(" ")));
  if (data.show === "bytes") made.append(element("span", "under", views.map(one => one[BYTES]).join(" ")));
  return made;
}

// Without grouping each token is a tile; with it, tokens that share a visible character are one.
function bundles(views, grouped) {
  const made = [];
  for (const [place, view] of views.entries()) {
    const last = made[made.length - 1];
    if (grouped && last && last.views[0][GROUP] === view[GROUP]) last.views.push(view);
    else made.push({ first: place, views: [view] });
  }
  return made;
}

function drawRow(row, number, data) {
  const section = element("section", "row");
  const head = element("header");
  head.append(element("span", "name", row.name), element("span", "count", row.count));
  if (row.note) head.append(element("span", "note", row.note));
  const flow = element("div", `flow show-${data.show}`);
  flow.tabIndex = 0;
  flow.dataset.row = number;
  flow.setAttribute("role", "group");
  flow.setAttribute("aria-label", `${row.name}: ${row.count}`);
  for (const [place, bundle] of bundles(row.views, data.grouped).entries()) {
    const before = row.first + bundle.first;
    if (data.every && bundle.first && before % data.every === 0) {
      flow.append(element("span", "mark", data.words.marks[before / data.every - 1] ?? "|"));
    }
    flow.append(tile(row, bundle.views, bundle.first, data, place % 4));
  }
  if (!row.views.length) flow.append(element("span", "nothing", data.words.nothing));
  section.append(head, flow);
  return section;
}

// What is as it was stays where it is: only from the first difference on is anything drawn anew.
function renew(old, made) {
  const fresh = [...made.childNodes];
  let same = 0;
  while (same < fresh.length && same < old.childNodes.length && old.childNodes[same].isEqualNode(fresh[same])) same += 1;
  while (old.childNodes.length > same) old.lastChild.remove();
  old.append(...fresh.slice(same));
}

function put(root, sections, hint) {
  const old = root.querySelector(".rows");
  if (old?.children.length !== sections.length) {
    const rows = element("div", "rows");
    rows.append(...sections);
    const detail = element("p", "detail");
    detail.setAttribute("aria-live", "polite");
    root.replaceChildren(rows, detail);
  } else {
    for (const [place, section] of sections.entries()) {
      const [head, flow] = old.children[place].children;
      const [newHead, newFlow] = section.children;
      head.replaceWith(newHead);
      for (const { name, value } of newFlow.attributes) flow.setAttribute(name, value);
      renew(flow, newFlow);
    }
  }
  root.querySelector(".detail").textContent = hint;
}

function explain(detail, view, row, place, data) {
  const same = row.views.filter(one => one[ID] === view[ID]).length;
  const what = data.words.looks[view[LOOK]];
  const parts = [
    fill(data.words.token, { id: view[ID], place: row.first + place + 1 }),
    view[LOOK] === "part" ? fill(data.words.part, { sign: view[SIGNS] }) : `«${view[PIECE]}»`,
    ...(view[BYTES] ? [`${data.words.bytes} ${view[BYTES]}`] : []),
    fill(data.words.where, { start: view[START], end: view[END] }),
  ];
  if (what) parts.push(what);
  if (same > 1) parts.push(fill(data.words.same, { n: same }));
  detail.textContent = parts.join(" · ");
}

function light(root, data, rowNumber, tileElement) {
  for (const lit of root.querySelectorAll(".lit, .kin")) lit.classList.remove("lit", "kin");
  const detail = root.querySelector(".detail");
  if (!tileElement) {
    detail.textContent = data.words.hint;
    return;
  }
  const row = data.rows[rowNumber];
  const first = Number(tileElement.dataset.first);
  const last = Number(tileElement.dataset.last);
  const ids = new Set(row.views.slice(first, last + 1).map(view => view[ID]));
  const [start, end] = [row.views[first][START], row.views[last][END]];
  for (const flow of root.querySelectorAll(".flow")) {
    const here = data.rows[flow.dataset.row];
    const own = Number(flow.dataset.row) === rowNumber;
    for (const other of flow.querySelectorAll(".tile")) {
      const [from, to] = [here.views[other.dataset.first], here.views[other.dataset.last]];
      const shares = from[START] < end && to[END] > start;
      if (own ? ids.has(from[ID]) : data.linked && shares) other.classList.add("kin");
    }
  }
  tileElement.classList.add("lit");
  explain(detail, row.views[first], row, first, data);
}

function walk(event, root, data) {
  const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -1e9, End: 1e9 };
  if (!(event.key in steps)) return;
  const flow = event.currentTarget;
  const tiles = [...flow.querySelectorAll(".tile")];
  if (!tiles.length) return;
  event.preventDefault();
  const now = tiles.findIndex(one => one.classList.contains("lit"));
  const next = Math.max(0, Math.min(tiles.length - 1, now + steps[event.key]));
  light(root, data, Number(flow.dataset.row), tiles[next]);
  tiles[next].scrollIntoView({ block: "nearest" });
}

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".pieces");
  root.className = `pieces ${data.twin ? "twin" : "stack"}`;
  for (const [name, colour] of Object.entries(data.colours)) root.style.setProperty(`--${name}`, colour);
  data.rows.forEach(complete);
  put(root, data.rows.map((row, number) => drawRow(row, number, data)), data.words.hint);
  const over = event => {
    const found = event.target.closest?.(".tile");
    if (found) light(root, data, Number(found.parentElement.dataset.row), found);
  };
  root.onpointerover = over;
  root.onclick = over;
  root.onpointerleave = () => light(root, data, 0, null);
  for (const flow of root.querySelectorAll(".flow")) flow.onkeydown = event => walk(event, root, data);
}
