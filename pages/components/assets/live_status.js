// The live badge: one EventSource per session and page, kept over Streamlit's redraws (this function runs again at each).
const instances = new WeakMap();
const MARKS = { fine: "✓", problem: "!", waiting: "…", unavailable: "–" };
const SELF_VIEW_MS = 500;
const ASK_AGAIN_MS = 5000;
const AWAY_MS = 12000;
const RUN_MS = 2000;
const TAKING_UP_MS = 10000;

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
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
  live.trigger = setTriggerValue;
  live.draw();
  live.preview.follow(data.shows_camera);
  return () => {
    live.close();
    instances.delete(parentElement);
  };
}

function listen(root, data) {
  const live = {
    key: data.session + data.page, data, status: null,
    isReachable: true, isSignedOut: false, heardAt: Date.now(), askedAt: 0, wantsRun: false,
  };
  live.preview = selfView(root.querySelector("video.self"), data.texts.self_view);
  live.camera = cameraFrame(data.session, data.texts.buttons);
  root.querySelector("img.self").alt = data.texts.self_view;
  const open = () => {
    // What was heard before an absence is not true now.
    live.status = null;
    live.source?.close();
    live.source = new EventSource(`/api/sessions/${data.session}/events?page=${encodeURIComponent(data.page)}`);
    live.source.onmessage = (event) => {
      live.status = JSON.parse(event.data);
      live.isReachable = true;
      live.draw();
    };
  };
  live.draw = () => draw(root, live);
  const endReports = pageReport(live, (answer) => {
    // A laptop that slept, or a network that was gone: the clock says so, even when nothing failed.
    const wasAway = !live.isReachable || Date.now() - live.heardAt > AWAY_MS;
    live.isReachable = answer !== 0 && answer < 500;
    live.isSignedOut = answer === 401;
    // What was open when the network went may be dead without the browser knowing it.
    if (live.isReachable && (wasAway || live.source.readyState === EventSource.CLOSED)) open();
    if (live.isReachable) live.heardAt = Date.now();
    // Signed in anew in another tab (403), or unknown to a server that was restarted (404).
    if (answer === 403 || answer === 404 || (live.isReachable && wasAway)) askForRun(live);
    else if (answer === 0) live.wantsRun = true;
    live.draw();
  });
  live.close = () => {
    clearInterval(live.timer);
    endReports();
    live.camera.close();
    live.source.close();
    live.preview.follow(false);
    tellReach(true);
  };
  live.timer = setInterval(() => {
    showSelf(root, live);
    if (!isConnected()) live.wantsRun = true;
    else if (live.wantsRun && live.isReachable) askForRun(live);
    live.camera.follow(live.status, live.isReachable && isConnected() && !isTakingUp(live));
    live.draw();
  }, SELF_VIEW_MS);
  open();
  return live;
}

// A run of the page's script takes the session up again: after an absence, or when the server was restarted and knows nothing.
// Until it is done, the server believes in the camera's old connection and would not answer to a new one.
function askForRun(live) {
  if (Date.now() - live.askedAt < ASK_AGAIN_MS) return;
  if (!isConnected()) {
    live.wantsRun = true;
    return;
  }
  live.wantsRun = false;
  live.askedAt = Date.now();
  live.camera.wait(RUN_MS);
  live.trigger("again", live.askedAt);
}

// In a fresh process the first run takes seconds: an answer to the camera that waits for it comes when nobody waits any more.
const app = () => document.querySelector('[data-testid="stApp"]').dataset;
const isConnected = () => app().testConnectionState === "CONNECTED";
const isTakingUp = (live) => app().testScriptState !== "notRunning" && Date.now() - live.askedAt < TAKING_UP_MS;

// The bar on top of the page (connection_bar.js) says it too: on a phone the badge may be out of view.
function tellReach(isReachable) {
  document.dispatchEvent(new CustomEvent("proctor-reach", { detail: isReachable }));
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
  const camera = cameraState(live);
  tellReach(live.isReachable);
  root.dataset.camera = camera;
  root.dataset.notes = status?.notes ?? 0;
  say(root.querySelector(".camera .sentence"), texts.camera[camera]);
  drawChecks(root.querySelector(".checks"), data.shows_checks ? (status?.items ?? []) : [], texts);
  const isWatching = status?.phase === "watching";
  const notes = status?.is_flagged ? texts.notes_flagged : texts.notes;
  show(root.querySelector(".notes"), isWatching ? fill(notes, { count: status.notes, threshold: status.threshold }) : "");
  drawMessage(root.querySelector(".message"), isWatching ? status : null, texts);
  drawModerator(root.querySelector(".moderator"), live);
  show(root.querySelector(".saved"), data.saved);
}

// What a moderator says stays until the taker has read it.
function drawModerator(place, live) {
  const said = live.status?.message;
  const texts = live.data.texts;
  place.hidden = !said || said.id === live.readMessage || live.status.phase === "ended";
  if (place.hidden) return;
  const time = new Date(said.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  say(place.querySelector(".said"), fill(texts.moderator, { time, sentence: said.sentence }));
  const button = place.querySelector("button");
  say(button, texts.read);
  button.onclick = () => {
    live.readMessage = said.id;
    live.draw();
  };
}

function cameraState({ status, isReachable, isSignedOut, camera }) {
  if (!isReachable) return "out_of_reach";
  if (isSignedOut) return "signed_out";
  const isDrawn = status?.is_demo_camera;
  const trouble = isDrawn || status?.camera === "taken_over" ? "" : camera.trouble();
  if (trouble) return trouble;
  const said = status?.camera ?? "waiting";
  return said === "waiting" && !isDrawn && camera.isWanted() ? "starting" : said;
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
  if (status.video_rests) said.push(texts.video_rests);
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
