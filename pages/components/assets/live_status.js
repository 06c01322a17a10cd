// The live badge: one stream of statuses per session and page, kept over Streamlit's redraws (the function runs again at each).
import { CameraFrame } from "./camera_frame.js";
import { pageClock } from "./clock.js";
import { DrawnPlaces } from "./drawn_places.js";
import { find } from "./elements.js";
import { LiveConnection } from "./live_connection.js";
import { drawBadge, drawMessage } from "./live_drawing.js";
import { cameraState } from "./live_sentences.js";
import { PageReport, sendPageReport } from "./page_report.js";
import { SelfView } from "./self_view.js";

/** @import { Component } from "./component.d.ts" */
/** @import { LiveStatus, Source } from "./live_connection.js" */
/** @import { LiveTexts } from "./live_sentences.js" */
/**
 * @typedef {object} LiveData from pages/components/live_status.py
 * @property {string} session
 * @property {string} page
 * @property {string} csrf
 * @property {boolean} shows_checks
 * @property {boolean} shows_camera
 * @property {string} saved
 * @property {LiveTexts} texts
 */

const TICK_MS = 500;
const RUN_MS = 2000;
/** @type {DrawnPlaces<LiveBadge>} */
const badges = new DrawnPlaces();

/** @param {Component<LiveData>} component */
export default function (component) {
  const { parentElement, data } = component;
  const make = () => new LiveBadge(component);
  if (badges.at(parentElement, make).key !== data.session + data.page) badges.close(parentElement);
  badges.at(parentElement, make).redraw(component);
  return () => badges.end(parentElement);
}

class LiveBadge {
  /** @param {Component<LiveData>} component */
  constructor({ parentElement, data, setTriggerValue }) {
    const { session, page, texts } = data;
    this.key = session + page;
    this.root = find(parentElement, ".live");
    this.data = data;
    this.trigger = setTriggerValue;
    this.readMessage = "";
    this.camera = new CameraFrame(session, texts.buttons);
    this.selfView = this.prepareSelfViews(texts.self_view);
    this.connection = this.connect(session, page);
    this.reports = new PageReport(
      () => sendPageReport(this.data),
      (status) => this.connection.hearAnswer(status),
      pageClock,
    );
    this.reports.begin(document, window);
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  /** @param {string} label */
  prepareSelfViews(label) {
    find(this.root, "img.self", HTMLImageElement).alt = label;
    const video = find(this.root, "video.self", HTMLVideoElement);
    video.setAttribute("aria-label", label);
    return new SelfView(video);
  }

  /**
   * @param {string} session
   * @param {string} page
   */
  connect(session, page) {
    return new LiveConnection({
      now: pageClock.now,
      openSource: (hear) => openStatuses(`/api/sessions/${session}/events?page=${encodeURIComponent(page)}`, hear),
      app: streamlitApp,
      askForRun: (at) => {
        this.camera.keeper.wait(RUN_MS);
        this.trigger("again", at);
      },
      changed: () => this.draw(),
    });
  }

  /** @param {Component<LiveData>} component */
  redraw({ data, setTriggerValue }) {
    this.data = data;
    this.trigger = setTriggerValue;
    this.draw();
    this.selfView.follow(data.shows_camera);
  }

  tick() {
    const { connection } = this;
    this.showDrawnSelf(connection.status);
    connection.tick();
    this.camera.follow(connection.status?.camera, connection.canTakeCamera);
    this.draw();
  }

  /** What the drawn camera sees comes from the server. @param {LiveStatus | null} status */
  showDrawnSelf(status) {
    if (!status?.is_demo_camera || status.phase === "ended") return;
    const self = find(this.root, "img.self", HTMLImageElement);
    self.src = `/api/sessions/${this.data.session}/self-view?t=${Date.now()}`;
    self.hidden = false;
  }

  draw() {
    const { status, isReachable, isSignedOut } = this.connection;
    const { texts, shows_checks: showsChecks, saved } = this.data;
    const { keeper } = this.camera;
    const trouble = keeper.trouble();
    const camera = cameraState({ status, isReachable, isSignedOut, trouble, isWanted: keeper.isWanted });
    reportReach(isReachable);
    drawBadge(this.root, { status, camera, showsChecks, saved }, texts);
    const message = status?.phase === "ended" || status?.message?.id === this.readMessage ? null : status?.message;
    drawMessage(find(this.root, ".moderator"), message ?? null, texts, () => {
      this.readMessage = message?.id ?? "";
      this.draw();
    });
  }

  close() {
    clearInterval(this.timer);
    this.reports.close();
    this.camera.close();
    this.connection.close();
    this.selfView.follow(false);
    reportReach(true);
  }
}

/**
 * @param {string} address
 * @param {(status: LiveStatus) => void} hear
 * @returns {Source}
 */
function openStatuses(address, hear) {
  const source = new EventSource(address);
  source.onmessage = (event) => hear(JSON.parse(event.data));
  return source;
}

/** What Streamlit says of itself on its own element. */
function streamlitApp() {
  const { testConnectionState, testScriptState } = find(document, '[data-testid="stApp"]').dataset;
  return { isConnected: testConnectionState === "CONNECTED", isRunning: testScriptState !== "notRunning" };
}

/**
 * The bar on top of the page (connection_bar.js) says it too: on a phone the badge may be out of view.
 *
 * @param {boolean} isReachable
 */
function reportReach(isReachable) {
  document.dispatchEvent(new CustomEvent("proctor-reach", { detail: isReachable }));
}
