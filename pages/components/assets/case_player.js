// The video of a case, or its stills where there is none: plays from before an incident, halts at its end or plays it again, and
// draws what the checks saw over the picture. Times are the session's; the video begins at `video.start` of them.
import { find, show } from "./elements.js";
import { lookAt } from "./time_axis.js";
import { leadIn, nextSpeed, planStep } from "./play_plan.js";

/** @import { CaseData, CaseIncident, CasePicture, Traces } from "./case_data.d.ts" */
/**
 * @typedef {object} PlayerActs
 * @property {(at: number) => void} moved
 * @property {(number: number) => void} come playing has come to this incident
 * @property {() => void} changed speed, loop, boxes or playing
 */

const LONGEST_LOOK_S = 2;
const PREVIEW_MS = 120;

export class CasePlayer {
  /**
   * @param {ParentNode} root
   * @param {CaseData} data
   * @param {PlayerActs} acts
   */
  constructor(root, data, acts) {
    this.data = data;
    this.acts = acts;
    this.video = find(root, "video", HTMLVideoElement);
    this.still = find(root, ".still", HTMLImageElement);
    this.viewer = find(root, ".viewer");
    this.reference = find(root, ".reference", HTMLImageElement);
    this.says = find(root, ".viewer-says");
    this.overlay = find(root, ".overlay", HTMLCanvasElement);
    this.scrub = find(root, ".scrub", HTMLVideoElement);
    /** @type {Traces | null} */
    this.traces = null;
    /** @type {CaseIncident | null} */
    this.incident = null;
    this.speed = 1;
    this.isLoop = false;
    this.hasBoxes = true;
    this.at = 0;
    this.scrubTimer = 0;
    this.picture = 0;
  }

  get isPlaying() {
    return Boolean(this.data.video) && !this.video.paused;
  }

  /** @param {AbortSignal} signal */
  begin(signal) {
    const { video: source, said, videoSays } = this.data;
    this.video.hidden = !source;
    for (const one of [this.still, this.reference, this.scrub]) one.hidden = true;
    this.viewer.classList.remove("comparing");
    show(this.says, source ? "" : videoSays);
    if (!source) {
      for (const one of [this.video, this.scrub]) one.removeAttribute("src");
      return;
    }
    const observer = new ResizeObserver(() => this.draw());
    observer.observe(this.viewer);
    signal.addEventListener("abort", () => observer.disconnect());
    if (this.video.getAttribute("src") !== source.src) for (const one of [this.video, this.scrub]) one.src = source.src;
    this.video.setAttribute("aria-label", said.video);
    this.video.addEventListener("error", () => show(this.says, said.lost), { signal });
    this.video.addEventListener("timeupdate", () => this.follow(), { signal });
    this.video.addEventListener("seeked", () => this.follow(), { signal });
    for (const kind of ["play", "pause"]) this.video.addEventListener(kind, () => this.acts.changed(), { signal });
    const drawing = () => {
      if (signal.aborted) return;
      if (this.isPlaying) this.follow();
      requestAnimationFrame(drawing);
    };
    requestAnimationFrame(drawing);
  }

  end() {
    this.video.pause();
    clearTimeout(this.scrubTimer);
  }

  /** Shows an incident from before its onset; with `isFrom` false it stays where playing has come. @param {CaseIncident | null} incident */
  show(incident, isFrom = true) {
    this.incident = incident;
    this.picture = 0;
    if (!this.reference.hidden) this.toggleReference();
    if (incident && isFrom) this.seek(leadIn(incident));
    if (!this.data.video) this.showPicture(0);
  }

  /** @param {number} at */
  seek(at) {
    this.at = Math.min(this.data.length, Math.max(0, at));
    const { video } = this.data;
    if (video) this.goTo(this.video, this.at - video.start);
    this.acts.moved(this.at);
    this.draw();
  }

  /**
   * @param {HTMLVideoElement} element
   * @param {number} second of the video
   */
  goTo(element, second) {
    const go = () => (element.currentTime = Math.max(0, second));
    if (element.readyState >= 1) go();
    else element.addEventListener("loadedmetadata", go, { once: true });
  }

  follow() {
    const before = this.at;
    this.at = this.video.currentTime + (this.data.video?.start ?? 0);
    if (this.isPlaying) this.keepTo(before);
    this.acts.moved(this.at);
    this.draw();
  }

  /** @param {number} before */
  keepTo(before) {
    const { seek, halt, choose } = planStep(this.data.incidents, this.incident, before, this.at, this.isLoop);
    if (seek !== undefined) this.seek(seek);
    if (halt) this.video.pause();
    if (choose) this.acts.come(choose);
  }

  async toggle() {
    if (!this.data.video) return this.showPicture(this.picture + 1);
    if (!this.video.paused) return this.video.pause();
    if (this.incident && Math.abs(this.at - this.incident.offset) < 0.5) this.seek(leadIn(this.incident));
    this.video.playbackRate = this.speed;
    await this.video.play().catch(() => show(this.says, this.data.said.lost));
  }

  /** @param {1 | -1} steps */
  changeSpeed(steps) {
    this.setSpeed(nextSpeed(this.speed, steps));
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.speed = speed;
    this.video.playbackRate = speed;
    this.acts.changed();
  }

  toggleLoop() {
    this.isLoop = !this.isLoop;
    this.acts.changed();
  }

  toggleBoxes() {
    this.hasBoxes = !this.hasBoxes;
    this.draw();
    this.acts.changed();
  }

  /** Without a video: one of the incident's pictures. @param {number} place round the end */
  showPicture(place) {
    const pictures = this.incident?.pictures ?? [];
    this.picture = pictures.length ? (place + pictures.length) % pictures.length : 0;
    this.enlarge(pictures[this.picture] ?? null);
    if (!pictures.length) show(this.says, this.data.videoSays || this.data.said.no_picture);
  }

  /** Puts a still over the viewer; null takes it away. @param {CasePicture | null} picture */
  enlarge(picture) {
    this.still.hidden = !picture;
    if (!picture) return;
    if (this.still.getAttribute("src") !== picture.src) this.still.src = picture.src;
    this.still.alt = picture.sentence;
    if (!this.data.video) {
      this.at = picture.at;
      this.acts.moved(picture.at);
      show(this.says, "");
    }
  }

  /** The reference face beside the incident's peak, for a person to compare; nothing else compares them. */
  toggleReference() {
    const isShown = this.reference.hidden && Boolean(this.data.reference);
    this.reference.hidden = !isShown;
    this.viewer.classList.toggle("comparing", isShown);
    if (isShown && this.reference.getAttribute("src") !== this.data.reference) this.reference.src = this.data.reference;
    this.reference.alt = this.data.said.reference;
    const pictures = this.incident?.pictures ?? [];
    const peak = pictures.find(({ isPeak }) => isPeak) ?? pictures[0];
    if (isShown || this.data.video) this.enlarge(isShown ? (peak ?? null) : null);
    else this.showPicture(this.picture);
    this.acts.changed();
  }

  /** @param {number | null} at */
  preview(at) {
    const { video } = this.data;
    this.scrub.hidden = at === null || !video;
    clearTimeout(this.scrubTimer);
    if (at === null || !video) return;
    this.scrubTimer = window.setTimeout(() => this.goTo(this.scrub, at - video.start), PREVIEW_MS);
  }

  draw() {
    const pen = this.overlay.getContext("2d");
    const { width, height, left, top } = this.pictureBox();
    Object.assign(this.overlay.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    [this.overlay.width, this.overlay.height] = [Math.round(width), Math.round(height)];
    const place = this.lookNow();
    if (!pen || !this.traces || place < 0) return;
    pen.lineWidth = 2;
    pen.font = "12px sans-serif";
    for (const [number, box] of (this.traces.faces[place] ?? []).entries()) {
      this.box(pen, box, number ? "#D55E00" : "#56B4E9", number ? "" : this.poseWords(place));
    }
    const phone = this.traces.phones[place];
    if (phone) this.box(pen, phone, "#CC79A7", String(this.traces.phone[place] ?? ""));
  }

  /** The look to be drawn over the picture; -1 where there is none. */
  lookNow() {
    if (!this.traces || !this.hasBoxes || !this.data.video) return -1;
    const place = lookAt(this.traces.at, this.at);
    return place >= 0 && this.at - this.traces.at[place] <= LONGEST_LOOK_S ? place : -1;
  }

  /** @param {number} place */
  poseWords(place) {
    const yaw = this.traces?.yaw[place];
    const pitch = this.traces?.pitch[place];
    return yaw === null || yaw === undefined ? "" : `↔ ${Math.round(yaw)}° ↕ ${Math.round(pitch ?? 0)}°`;
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {[number, number, number, number]} box parts of the picture
   * @param {string} colour
   * @param {string} words
   */
  box(pen, [left, top, width, height], colour, words) {
    const [x, y] = [left * this.overlay.width, top * this.overlay.height];
    pen.strokeStyle = colour;
    pen.strokeRect(x, y, width * this.overlay.width, height * this.overlay.height);
    if (!words) return;
    pen.fillStyle = "rgba(0, 0, 0, 0.65)";
    pen.fillRect(x, Math.max(0, y - 16), pen.measureText(words).width + 8, 16);
    pen.fillStyle = "#fff";
    pen.fillText(words, x + 4, Math.max(12, y - 4));
  }

  /** Where the picture lies in the element, whose sides it leaves black. */
  pictureBox() {
    const { clientWidth, clientHeight, videoWidth, videoHeight, offsetLeft, offsetTop } = this.video;
    const scale = Math.min(clientWidth / (videoWidth || 4), clientHeight / (videoHeight || 3));
    const [width, height] = [(videoWidth || 4) * scale, (videoHeight || 3) * scale];
    return { width, height, left: offsetLeft + (clientWidth - width) / 2, top: offsetTop + (clientHeight - height) / 2 };
  }
}
