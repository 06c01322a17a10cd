// The live badge: one EventSource per session and page, kept over Streamlit's redraws (this function runs again at each).
const instances = new WeakMap();
const MARKS = { fine: "✓", problem: "!", waiting: "…", unavailable: "–" };
const SELF_VIEW_MS = 500;

export default function (component) {
  const { parentElement, data } = component;
  const root = parentElement.querySelector(".live");
  let live = instances.get(parentElement);
  if (live && live.key !== data.session + data.page) {
    live.close();
    live = undefined;
  }
  if (!live) {
    live = listen(root, data);
    instances.set(parentElement, live);
  }
  live.data = data;
  live.draw();
  live.preview.follow(data.shows_camera);
  return () => {
    live.close();
    instances.delete(parentElement);
  };
}

function listen(root, data) {
  const live = { key: data.session + data.page, data, status: null, isReachable: true, timer: null, source: null };
  live.preview = selfView(root.querySelector("video.self"), data.texts.self_view);
  root.querySelector("img.self").alt = data.texts.self_view;
  const open = () => {
    live.source = new EventSource(`/api/sessions/${data.session}/events?page=${encodeURIComponent(data.page)}`);
    live.source.onmessage = (event) => {
      live.status = JSON.parse(event.data);
      live.isReachable = true;
      live.draw();
    };
    live.source.onopen = () => {
      live.isReachable = true;
      live.draw();
    };
    live.source.onerror = () => {
      live.isReachable = false;
      live.draw();
      if (live.source.readyState === EventSource.CLOSED) live.retry = setTimeout(open, 2000);
    };
  };
  live.draw = () => draw(root, live);
  live.close = () => {
    clearInterval(live.timer);
    clearTimeout(live.retry);
    live.source.close();
    live.preview.follow(false);
  };
  live.timer = setInterval(() => showSelf(root, live), SELF_VIEW_MS);
  open();
  return live;
}

// The self view: the browser shares the camera that streamlit-webrtc already opened; the picture stays in the page.
function selfView(video, label) {
  video.setAttribute("aria-label", label);
  let wanted = false;
  const stop = () => {
    video.srcObject?.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    video.hidden = true;
  };
  const start = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 240, frameRate: 10 } });
    video.srcObject = stream;
    if (!wanted) stop();
    else video.hidden = false;
  };
  const follow = (isOn) => {
    if (isOn === wanted) return;
    wanted = isOn;
    if (isOn) start().catch((error) => console.info("no self view:", error.name));
    else stop();
  };
  return { follow };
}

function showSelf(root, live) {
  const self = root.querySelector("img.self");
  if (!live.status?.is_demo_camera || live.status.phase === "ended") return;
  self.src = `/api/sessions/${live.data.session}/self-view?t=${Date.now()}`;
  self.hidden = false;
}

function draw(root, live) {
  const { status, data } = live;
  const texts = data.texts;
  const camera = live.isReachable ? (status?.camera ?? "waiting") : "out_of_reach";
  root.dataset.camera = camera;
  root.dataset.notes = status?.notes ?? 0;
  say(root.querySelector(".camera .sentence"), camera === "out_of_reach" ? texts.out_of_reach : texts.camera[camera]);
  drawChecks(root.querySelector(".checks"), data.shows_checks ? (status?.items ?? []) : [], texts);
  const isWatching = status?.phase === "watching";
  const notes = status?.is_flagged ? texts.notes_flagged : texts.notes;
  show(root.querySelector(".notes"), isWatching ? fill(notes, { count: status.notes, threshold: status.threshold }) : "");
  drawMessage(root.querySelector(".message"), isWatching ? status : null, texts);
  show(root.querySelector(".saved"), data.saved);
}

function drawChecks(list, items, texts) {
  list.hidden = items.length === 0;
  const lines = items.map((item) => ({
    state: item.state,
    what: texts.items[item.item],
    why: item.reason ? texts.reasons[item.reason] : item.state === "waiting" ? texts.waiting : "",
  }));
  const drawn = JSON.stringify(lines);
  if (list.dataset.drawn === drawn) return;
  list.dataset.drawn = drawn;
  list.replaceChildren(...lines.map(line));
}

function line({ state, what, why }) {
  const entry = document.createElement("li");
  entry.dataset.state = state;
  const mark = document.createElement("span");
  mark.className = "mark";
  mark.textContent = MARKS[state];
  const words = document.createElement("span");
  words.textContent = what;
  if (why) {
    const reason = document.createElement("span");
    reason.className = "why";
    reason.textContent = `: ${why}`;
    words.append(reason);
  }
  entry.append(mark, words);
  return entry;
}

function drawMessage(message, status, texts) {
  const [kind, sentence] = newest(status, texts);
  message.dataset.kind = kind;
  show(message, sentence);
}

function newest(status, texts) {
  if (!status) return ["", ""];
  if (status.open_types.length) return ["open", texts.open[status.open_types[0]]];
  const said = [];
  if (status.last_note?.duration_s != null) {
    const seconds = Math.max(1, Math.round(status.last_note.duration_s));
    said.push(fill(texts.past[status.last_note.type], { seconds }));
  }
  if (status.is_flagged) said.push(texts.flagged);
  return [status.is_flagged ? "flagged" : "past", said.join(" ")];
}

function show(element, sentence) {
  element.hidden = !sentence;
  say(element, sentence || "");
}

function say(element, sentence) {
  if (element.textContent !== sentence) element.textContent = sentence;
}

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
