// Keeps a taker's camera running: the taker's own press is what starts it; after a lost network, a restart or a pulled cable it
// is started again by itself. Knows no page: camera_frame.js and camera_media.js report to it what happens there.

/** @typedef {"" | "denied" | "missing" | "busy" | "unsupported" | "no_way"} Trouble words of texts_taker.CAMERA_TROUBLE */
/** @typedef {{ disabled: boolean, click(): void }} Button */
/** @typedef {{ start?: Button, stop?: Button }} CameraButtons the two that start and stop it; one of them is there */

/** @type {Record<string, Trouble>} */
const TROUBLES = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};
const RETRY_MS = [1000, 2000, 4000, 8000, 15000];
const ANSWER_MS = 4000;
const BUSY_RETRY_MS = 5000;
const STUCK_MS = 8000;
const NO_WAY_MS = 10000;
const WITHOUT_PICTURE = ["waiting", "lost", "taken_over"];

export class CameraKeeper {
  /**
   * @param {string} session
   * @param {Pick<Storage, "getItem" | "setItem">} storage this tab's; over a reload it remembers that the camera was started
   * @param {() => number} now milliseconds
   */
  constructor(session, storage, now) {
    this.memory = `proctor-camera-${session}`;
    this.storage = storage;
    this.now = now;
    this.isWanted = storage.getItem(this.memory) === "on";
    /** @type {Trouble} */
    this.deviceTrouble = "";
    this.tries = 0;
    this.nextTryAt = 0;
    this.openedAt = 0;
    this.silentSince = 0;
    this.wasSeen = false;
    /** @type {Pick<MediaStreamTrack, "readyState">[]} */
    this.tracks = [];
  }

  /** @param {boolean} isWanted */
  want(isWanted) {
    this.isWanted = isWanted;
    this.storage.setItem(this.memory, isWanted ? "on" : "off");
  }

  /** The taker pressed start or stop. @param {boolean} isStart */
  pressed(isStart) {
    this.want(isStart);
    Object.assign(this, { tries: 0, nextTryAt: this.now() + ANSWER_MS, openedAt: 0, wasSeen: false });
  }

  /** The browser gave the camera. @param {Pick<MediaStreamTrack, "readyState">[]} tracks */
  opened(tracks) {
    Object.assign(this, { deviceTrouble: "", openedAt: this.openedAt || this.now(), tracks });
  }

  /** The browser refused the camera. @param {string} errorName as `NotAllowedError` */
  refused(errorName) {
    this.deviceTrouble = TROUBLES[errorName] ?? "busy";
    this.nextTryAt = this.now() + BUSY_RETRY_MS;
  }

  /** This browser has no cameras for this address. */
  unsupported() {
    this.deviceTrouble = "unsupported";
  }

  /** @param {number} count how many cameras the browser sees */
  counted(count) {
    if (count === 0) this.deviceTrouble = "missing";
    else if (this.deviceTrouble === "missing") this.mended();
  }

  /** @param {PermissionState} permission */
  permitted(permission) {
    if (permission === "denied") this.deviceTrouble = "denied";
    else if (permission === "granted" && this.deviceTrouble === "denied") this.mended();
  }

  mended() {
    Object.assign(this, { deviceTrouble: "", tries: 0, nextTryAt: 0 });
  }

  /**
   * Looks at what the server sees and presses the button that is needed; called twice a second.
   *
   * @param {string | undefined} camera the server's word for it, undefined before the first
   * @param {boolean} isReachable only then the server could take the camera
   * @param {CameraButtons} buttons
   */
  follow(camera, isReachable, buttons) {
    // After a reload it is this page's own former camera that is still seen for some seconds.
    if (camera === "taken_over" && this.wasSeen) this.leave(buttons);
    this.noteSilence(camera);
    if (this.isWanted && isReachable) this.keepRunning(buttons);
  }

  /** @param {CameraButtons} buttons */
  leave(buttons) {
    if (this.isWanted) buttons.stop?.click();
    this.wasSeen = false;
    this.want(false);
  }

  /** @param {string | undefined} camera */
  noteSilence(camera) {
    const hasPicture = camera !== undefined && !WITHOUT_PICTURE.includes(camera);
    if (hasPicture) Object.assign(this, { openedAt: 0, silentSince: 0, tries: 0, wasSeen: true });
    else this.silentSince ||= this.now();
  }

  // Refused for good or no camera there: only the taker, the permission or a plugged-in camera can change that.
  /** @param {CameraButtons} buttons */
  keepRunning({ start, stop }) {
    const isBusy = this.deviceTrouble === "busy";
    if ((this.deviceTrouble && !isBusy) || this.now() < this.nextTryAt) return;
    if (start && !start.disabled) {
      start.click();
      this.nextTryAt = this.now() + RETRY_MS[Math.min(this.tries++, RETRY_MS.length - 1)] + ANSWER_MS;
    } else if (stop && (this.hasEnded() || this.isStuck())) {
      stop.click();
      Object.assign(this, { tracks: [], silentSince: this.now(), nextTryAt: this.now() + RETRY_MS[0] });
    }
  }

  hasEnded() {
    return this.tracks.length > 0 && this.tracks.every((track) => track.readyState === "ended");
  }

  isStuck() {
    return this.silentSince > 0 && this.now() - this.silentSince > STUCK_MS;
  }

  /** @returns {Trouble} */
  trouble() {
    if (this.deviceTrouble) return this.deviceTrouble;
    return this.isWanted && this.openedAt && this.now() - this.openedAt > NO_WAY_MS ? "no_way" : "";
  }

  /** Presses nothing for that long. @param {number} ms */
  wait(ms) {
    this.nextTryAt = Math.max(this.nextTryAt, this.now() + ms);
  }
}
