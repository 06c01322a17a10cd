// Running sessions as tiles. One light request every two seconds says how they stand; a tile fetches its still only when there
// is another one. Nothing is asked for while the page lies in the background.
const instances = new WeakMap();
const POLL_MS = 2000;
const STILL_MS = 3000;
// A tile that needed a look keeps its place for a while: nothing jumps because a condition ended just now.
const KEEPS_PLACE_MS = 15000;
const ACROSS = { 1: 1, 4: 2, 9: 3, 16: 4 };

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  let grid = instances.get(parentElement);
  if (!grid) {
    grid = begin(parentElement.querySelector(".grid-frame"), data);
    instances.set(parentElement, grid);
  }
  grid.data = data;
  grid.open = (id) => { if (!grid.data.only) setTriggerValue("opened", id); };
  grid.draw();
  return () => {
    grid.close();
    instances.delete(parentElement);
  };
}

function begin(root, data) {
  const ending = new AbortController();
  const grid = { root, data, sessions: [], tiles: new Map(), first: 0, heardAt: null, trouble: "", isClosed: false };
  grid.draw = () => draw(grid);
  const turn = (by) => { grid.first += by * grid.data.size; draw(grid); };
  root.querySelector(".earlier").addEventListener("click", () => turn(-1), { signal: ending.signal });
  root.querySelector(".later").addEventListener("click", () => turn(1), { signal: ending.signal });
  const poll = async () => {
    if (!document.hidden) await ask(grid);
    if (!grid.isClosed) grid.timer = setTimeout(poll, POLL_MS);
  };
  grid.close = () => {
    grid.isClosed = true;
    clearTimeout(grid.timer);
    ending.abort();
    for (const tile of grid.tiles.values()) forget(tile);
  };
  poll();
  return grid;
}

async function ask(grid) {
  try {
    const answer = await fetch("/api/live/sessions");
    grid.trouble = answer.ok ? "" : answer.status === 401 || answer.status === 403 ? "signed_out" : "out_of_reach";
    if (answer.ok) {
      const told = await answer.json();
      grid.heardAt = new Date(told.now);
      grid.sessions = told.sessions;
    }
  } catch {
    grid.trouble = "out_of_reach";
  }
  if (!grid.isClosed) grid.draw();
}

function draw(grid) {
  const { root, data } = grid;
  const shown = grid.heardAt ? choose(grid) : [];
  root.classList.toggle("only", Boolean(data.only));
  const list = root.querySelector(".grid");
  list.style.setProperty("--across", data.only ? 1 : ACROSS[data.size]);
  list.style.setProperty("--shape", data.size >= 9 ? "16 / 9" : "4 / 3");
  drop(grid, shown);
  const tiles = shown.map((session) => fill(grid, tileOf(grid, session.id), session));
  // Only where the order changed: moving a node restarts its picture and takes its focus.
  tiles.forEach((tile, place) => {
    if (list.children[place] !== tile.node) list.insertBefore(tile.node, list.children[place] ?? null);
  });
  const time = grid.heardAt?.toLocaleTimeString() ?? "–";
  show(root.querySelector(".trouble"), grid.trouble ? words(data.said[grid.trouble], { time }) : "");
  const nothing = grid.heardAt && shown.length === 0;
  show(root.querySelector(".empty"), nothing ? data.said[data.only ? "gone" : "empty"] : "");
  drawPager(grid);
}

// The sessions of this screen, those that need a look or did so lately first; the server's order within each half.
function choose(grid) {
  if (grid.data.only) return grid.sessions.filter((session) => session.id === grid.data.only);
  const now = Date.now();
  const lately = (session) => {
    const tile = tileOf(grid, session.id);
    if (session.needs_a_look) tile.neededAt = now;
    return now - tile.neededAt < KEEPS_PLACE_MS;
  };
  const byStart = [...grid.sessions].sort((one, other) => String(one.started_at ?? "~").localeCompare(String(other.started_at ?? "~")) || one.id.localeCompare(other.id));
  const first = byStart.filter(lately);
  const ordered = [...first, ...byStart.filter((session) => !first.includes(session))];
  grid.first = Math.max(0, Math.min(grid.first, Math.floor((ordered.length - 1) / grid.data.size) * grid.data.size));
  return ordered.slice(grid.first, grid.first + grid.data.size);
}

function tileOf(grid, id) {
  let tile = grid.tiles.get(id);
  if (!tile) {
    tile = { id, node: newTile(grid, id), neededAt: -Infinity, picture: null, askedAt: 0, isAsking: false, address: "" };
    grid.tiles.set(id, tile);
  }
  return tile;
}

// Tiles of other screens keep their place in the order, but not their picture.
function drop(grid, shown) {
  const here = new Set(shown.map((session) => session.id));
  const running = new Set(grid.sessions.map((session) => session.id));
  for (const [id, tile] of grid.tiles) {
    if (here.has(id)) continue;
    forget(tile);
    tile.node.remove();
    if (!running.has(id)) grid.tiles.delete(id);
  }
}

function forget(tile) {
  if (tile.address) URL.revokeObjectURL(tile.address);
  tile.address = "";
  tile.picture = null;
  tile.node.querySelector("img").hidden = true;
  tile.node.querySelector("img").removeAttribute("src");
}

function newTile(grid, id) {
  const node = document.createElement("li");
  node.className = "tile";
  node.innerHTML =
    '<div class="still"><span></span><img alt="" hidden></div><div class="facts"><p class="first"><button type="button" class="code"></button>' +
    '<span class="state"></span></p><p class="survey"></p><p class="numbers"></p><p class="open"></p></div>';
  node.addEventListener("click", () => grid.open(id));
  return node;
}

function fill(grid, tile, session) {
  const { data } = grid;
  const part = (name) => tile.node.querySelector(`.${name}`);
  tile.node.classList.toggle("needs-a-look", session.needs_a_look);
  tile.node.classList.toggle("flagged", session.is_flagged && !session.needs_a_look);
  say(part("code"), words(data.said.code, session));
  const label = words(data.said.open, session);
  if (!data.only && part("code").getAttribute("aria-label") !== label) part("code").setAttribute("aria-label", label);
  part("code").disabled = Boolean(data.only);
  const isCameraFine = session.camera === "live" || session.phase !== "watching";
  say(part("state"), [data.status[session.status], ...(isCameraFine ? [] : [data.camera[session.camera]])].join(", "));
  say(part("survey"), session.survey);
  say(part("numbers"), numbers(grid, session).join(" · "));
  drawOpen(part("open"), session, data);
  drawStill(tile, session, data);
  return tile;
}

function numbers(grid, session) {
  const { said } = grid.data;
  if (session.phase !== "watching") return ["–"];
  const seconds = Math.max(0, Math.round((grid.heardAt - new Date(session.started_at)) / 1000));
  const clock = `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  const share = session.coverage === null ? "–" : Math.floor(session.coverage * 100);
  const notes = words(session.is_flagged ? said.flagged : said.notes, { count: session.notes, threshold: session.threshold });
  return [clock, words(said.coverage, { share }), notes];
}

function drawOpen(place, session, data) {
  const chips = [
    ...session.open_types.map((kind) => ({ kind: "chip", ...data.types[kind] })),
    ...session.open_signals.map((kind) => ({ kind: "chip signal", label: data.signals[kind] })),
  ];
  const drawn = JSON.stringify(chips);
  if (place.dataset.drawn === drawn) return;
  place.dataset.drawn = drawn;
  place.replaceChildren(...(chips.length ? chips.map(chip) : [data.said.nothing_open]));
}

function chip({ kind, label, colour }) {
  const made = document.createElement("span");
  made.className = kind;
  const square = document.createElement("span");
  square.className = "square";
  if (colour) square.style.background = colour;
  made.append(square, label);
  return made;
}

function drawStill(tile, session, data) {
  const image = tile.node.querySelector("img");
  image.alt = words(data.said.picture, session);
  const why = session.is_client ? "client" : session.phase === "watching" ? "no_picture" : "before";
  say(tile.node.querySelector(".still span"), data.said[why]);
  if (session.picture === null) {
    if (tile.address) forget(tile);
    return;
  }
  const isDue = Date.now() - tile.askedAt >= STILL_MS - POLL_MS / 2;
  if (session.picture === tile.picture || tile.isAsking || !isDue) return;
  tile.isAsking = true;
  tile.askedAt = Date.now();
  fetchStill(tile, image, session.picture).finally(() => { tile.isAsking = false; });
}

// The one before stays until the next is there: no flicker.
async function fetchStill(tile, image, picture) {
  let answer;
  try {
    answer = await fetch(`/api/live/sessions/${tile.id}/still`);
  } catch {
    return;
  }
  if (!answer.ok) {
    if (answer.status === 404) forget(tile);
    return;
  }
  const address = URL.createObjectURL(await answer.blob());
  const before = tile.address;
  tile.address = address;
  tile.picture = picture;
  image.onload = () => { if (before) URL.revokeObjectURL(before); };
  image.src = address;
  image.hidden = false;
}

function drawPager(grid) {
  const { root, data } = grid;
  const count = grid.sessions.length;
  const pager = root.querySelector(".pager");
  pager.hidden = Boolean(data.only) || count <= data.size;
  const last = Math.min(count, grid.first + data.size);
  say(root.querySelector(".where"), words(data.said.page, { first: grid.first + 1, last, count }));
  for (const [name, isOver] of [["earlier", grid.first === 0], ["later", last >= count]]) {
    const button = root.querySelector(`.${name}`);
    say(button, data.said[name]);
    button.disabled = isOver;
  }
}

function show(element, sentence) {
  element.hidden = !sentence;
  say(element, sentence);
}

function say(element, sentence) {
  if (element.textContent !== sentence) element.textContent = sentence;
}

function words(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
