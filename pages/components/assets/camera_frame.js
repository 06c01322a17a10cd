// streamlit-webrtc's frame, seen from the page around it: what the browser said to the camera, and pressing its button again.
// The taker's own press is what starts the camera; after a lost network, a restart or a pulled cable it is started again by itself.
const TROUBLES = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};
const RETRY_MS = [1000, 2000, 4000, 8000, 15000];
const BUSY_RETRY_MS = 5000;
const STUCK_MS = 8000;
const NO_WAY_MS = 10000;
const LOOK_MS = 100;

function cameraFrame(session, labels) {
  const memory = `proctor-camera-${session}`;
  const state = {
    trouble: "", tries: 0, nextTryAt: 0, openedAt: 0, silentSince: 0, tracks: [],
    isWanted: sessionStorage.getItem(memory) === "on", wasSeen: false, document: null,
  };
  const want = (isWanted) => {
    state.isWanted = isWanted;
    sessionStorage.setItem(memory, isWanted ? "on" : "off");
  };

  function follow(status, isReachable) {
    const view = findFrame();
    if (!view) return;
    if (view.document !== state.document) enter(view);
    // After a reload it is this page's own former camera that is still seen for some seconds.
    if (status?.camera === "taken_over" && state.wasSeen) {
      if (state.isWanted) button(labels.stop)?.click();
      state.wasSeen = false;
      want(false);
    }
    noteSilence(status);
    if (state.isWanted && isReachable) keepRunning();
  }

  function enter(view) {
    state.document = view.document;
    dressFrame(view.document, labels.form);
    view.document.addEventListener("click", notePress, true);
    const media = view.navigator.mediaDevices;
    if (!media?.getUserMedia) {
      state.trouble = "unsupported";
      return;
    }
    const open = media.getUserMedia.bind(media);
    // Before the taker allowed it, a browser shows one camera of each machine.
    media.getUserMedia = (wanted) => open(wanted).then(noteOpened, noteRefused).finally(() => countCameras(media));
    keepPictureSize(view.RTCPeerConnection);
    media.addEventListener("devicechange", () => countCameras(media));
    countCameras(media);
    followPermission(view.navigator);
  }

  function notePress(event) {
    const label = event.target.closest?.("button")?.textContent.trim();
    if (!event.isTrusted || (label !== labels.start && label !== labels.stop)) return;
    want(label === labels.start);
    Object.assign(state, { tries: 0, nextTryAt: Date.now() + RETRY_MS[2], openedAt: 0, wasSeen: false });
  }

  function noteOpened(stream) {
    Object.assign(state, { trouble: "", openedAt: state.openedAt || Date.now(), tracks: stream.getVideoTracks() });
    return stream;
  }

  function noteRefused(error) {
    state.trouble = TROUBLES[error.name] ?? "busy";
    state.nextTryAt = Date.now() + BUSY_RETRY_MS;
    throw error;
  }

  async function countCameras(media) {
    const cameras = (await media.enumerateDevices()).filter(({ kind }) => kind === "videoinput");
    state.document.documentElement.classList.toggle("has-choice", cameras.length > 1);
    if (cameras.length === 0) state.trouble = "missing";
    else if (state.trouble === "missing") mended();
  }

  async function followPermission(navigator) {
    const permission = await navigator.permissions?.query({ name: "camera" }).catch(() => null);
    if (!permission) return;
    const look = () => {
      if (permission.state === "denied") state.trouble = "denied";
      else if (permission.state === "granted" && state.trouble === "denied") mended();
    };
    permission.addEventListener("change", look);
    look();
  }

  function mended() {
    Object.assign(state, { trouble: "", tries: 0, nextTryAt: 0 });
  }

  function noteSilence(status) {
    const hasPicture = status && !["waiting", "lost", "taken_over"].includes(status.camera);
    if (hasPicture) Object.assign(state, { openedAt: 0, silentSince: 0, tries: 0, wasSeen: true });
    else state.silentSince ||= Date.now();
  }

  // Refused for good or no camera there: only the taker, the permission or a plugged-in camera can change that.
  function keepRunning() {
    const isBusy = state.trouble === "busy";
    if ((state.trouble && !isBusy) || Date.now() < state.nextTryAt) return;
    const start = button(labels.start);
    const stop = button(labels.stop);
    if (start && !start.disabled) {
      start.click();
      delay(RETRY_MS[Math.min(state.tries++, RETRY_MS.length - 1)] + RETRY_MS[2]);
    } else if (stop && (hasEnded() || isStuck())) {
      stop.click();
      state.tracks = [];
      state.silentSince = Date.now();
      delay(RETRY_MS[0]);
    }
  }

  const delay = (ms) => (state.nextTryAt = Date.now() + ms);
  const hasEnded = () => state.tracks.length > 0 && state.tracks.every((track) => track.readyState === "ended");
  const isStuck = () => state.silentSince > 0 && Date.now() - state.silentSince > STUCK_MS;
  const button = (label) => [...state.document.querySelectorAll("button")].find((b) => b.textContent.trim() === label);

  function trouble() {
    if (state.trouble) return state.trouble;
    if (state.isWanted && state.openedAt && Date.now() - state.openedAt > NO_WAY_MS) return "no_way";
    return "";
  }

  const wait = (ms) => (state.nextTryAt = Math.max(state.nextTryAt, Date.now() + ms));

  // Before the taker can press the button: a press that nobody noted would not be repeated after an interruption.
  const looking = setInterval(() => {
    const view = findFrame();
    if (view && view.document !== state.document) enter(view);
  }, LOOK_MS);
  const close = () => clearInterval(looking);

  return { follow, trouble, wait, close, isWanted: () => state.isWanted };
}

// On a busy machine or a thin line fewer pictures are better than smaller ones, which the checks see less in.
// Source: https://www.w3.org/TR/webrtc-extensions/#rtcdegradationpreference; a browser that does not know it keeps its own way.
function keepPictureSize(Connection) {
  const addTrack = Connection.prototype.addTrack;
  Connection.prototype.addTrack = function (...given) {
    const sender = addTrack.apply(this, given);
    const parameters = { ...sender.getParameters(), degradationPreference: "maintain-resolution" };
    sender.setParameters(parameters).catch((error) => console.info("the picture may shrink:", error.message));
    return sender;
  };
}

function findFrame() {
  const frame = document.querySelector('iframe[title*="webrtc"]');
  const view = frame?.contentWindow;
  return view?.document?.readyState === "complete" && view.document.querySelector("button") ? view : null;
}
