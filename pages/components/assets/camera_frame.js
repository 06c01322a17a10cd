// streamlit-webrtc's frame, seen from the page around it: its buttons, and the camera that it opens.
import { dressFrame } from "./camera_form.js";
import { CameraKeeper } from "./camera_keeper.js";
import { keepPictureSize, listenToMedia } from "./camera_media.js";

const LOOK_MS = 100;

/** @typedef {{ start: string, stop: string, form: Record<string, string> }} FrameLabels */

export class CameraFrame {
  /**
   * @param {string} session
   * @param {FrameLabels} labels of its two buttons, and our words for its form
   */
  constructor(session, labels) {
    this.labels = labels;
    this.keeper = new CameraKeeper(session, sessionStorage, () => Date.now());
    /** @type {Document | null} */
    this.document = null;
    // Before the taker can press the button: a press that nobody noted would not be repeated after an interruption.
    this.looking = setInterval(() => this.look(), LOOK_MS);
  }

  /** Whether the frame is there; one that is new is listened to. */
  look() {
    const view = findFrame();
    if (view && view.document !== this.document) this.enter(view);
    return view !== null;
  }

  /**
   * @param {string | undefined} camera the server's word for it
   * @param {boolean} isReachable
   */
  follow(camera, isReachable) {
    if (!this.look()) return;
    const { start, stop } = this.labels;
    this.keeper.follow(camera, isReachable, { start: this.button(start), stop: this.button(stop) });
  }

  /** @param {Window & typeof globalThis} view */
  enter(view) {
    const frame = view.document;
    this.document = frame;
    dressFrame(frame, this.labels.form);
    frame.addEventListener("click", (event) => this.notePress(event), true);
    if (view.RTCPeerConnection) keepPictureSize(view.RTCPeerConnection);
    listenToMedia(view.navigator, this.keeper, (hasChoice) => {
      frame.documentElement.classList.toggle("has-choice", hasChoice);
    });
  }

  /** @param {MouseEvent} event */
  notePress(event) {
    const label = /** @type {Element} */ (event.target).closest?.("button")?.textContent.trim();
    if (!event.isTrusted || (label !== this.labels.start && label !== this.labels.stop)) return;
    this.keeper.pressed(label === this.labels.start);
  }

  /** @param {string} label */
  button(label) {
    const buttons = this.document?.querySelectorAll("button") ?? [];
    return [...buttons].find((button) => button.textContent.trim() === label);
  }

  close() {
    clearInterval(this.looking);
  }
}

/** The frame's window once it is drawn. @returns {(Window & typeof globalThis) | null} */
function findFrame() {
  const frame = /** @type {HTMLIFrameElement | null} */ (document.querySelector('iframe[title*="webrtc"]'));
  const view = /** @type {(Window & typeof globalThis) | null} */ (frame?.contentWindow ?? null);
  return view?.document?.readyState === "complete" && view.document.querySelector("button") ? view : null;
}
