// A taker's page and the server: the stream of live statuses, whether the server can be reached, and when the page's script has
// to run again. Knows no page; live_status.js reports to it what happens there.

const ASK_AGAIN_MS = 5000;
const AWAY_MS = 12000;
const TAKING_UP_MS = 10000;

/**
 * What the server sends (LiveStatus in proctor_core/monitoring/monitors/live_status.py).
 *
 * @typedef {object} LiveStatus
 * @property {"checking" | "watching" | "ended"} phase
 * @property {string} camera
 * @property {{ item: string, state: string, reason: string | null }[]} items lines of the system check
 * @property {number} notes
 * @property {number} threshold
 * @property {boolean} is_flagged
 * @property {string[]} open_types
 * @property {{ type: string, duration_s: number | null } | null} last_note
 * @property {boolean} is_demo_camera
 * @property {{ id: string, at: string, sentence: string } | null} message
 * @property {boolean} video_rests
 */
/** @typedef {Pick<EventSource, "readyState" | "CLOSED" | "close">} Source */
/** @typedef {{ isConnected: boolean, isRunning: boolean }} App Streamlit's socket, and whether its script runs now */

export class LiveConnection {
  /**
   * @param {object} given
   * @param {() => number} given.now milliseconds since 1970
   * @param {(hear: (status: LiveStatus) => void) => Source} given.openSource begins a stream of statuses
   * @param {() => App} given.app
   * @param {(at: number) => void} given.askForRun runs the page's script
   * @param {() => void} given.changed something is to be drawn
   */
  constructor({ now, openSource, app, askForRun, changed }) {
    this.isReachable = true;
    this.isSignedOut = false;
    this.wantsRun = false;
    this.askedAt = 0;
    this.now = now;
    this.openSource = openSource;
    this.app = app;
    this.askForRun = askForRun;
    this.changed = changed;
    this.heardAt = now();
    /** @type {LiveStatus | null} */
    this.status = null;
    this.source = this.openSource((status) => this.hearStatus(status));
  }

  openAgain() {
    // What was heard before an absence is not true now.
    this.status = null;
    this.source.close();
    this.source = this.openSource((status) => this.hearStatus(status));
  }

  /** @param {LiveStatus} status */
  hearStatus(status) {
    this.status = status;
    this.isReachable = true;
    this.changed();
  }

  /** The answer to a report of the page. @param {number} answer the HTTP status, 0 where none came */
  hearAnswer(answer) {
    // A laptop that slept, or a network that was gone: the clock says so, even when nothing failed.
    const wasAway = !this.isReachable || this.now() - this.heardAt > AWAY_MS;
    this.isReachable = answer !== 0 && answer < 500;
    this.isSignedOut = answer === 401;
    if (this.isReachable) this.reached(wasAway);
    // Signed in anew in another tab (403), or unknown to a server that was restarted (404).
    if (answer === 403 || answer === 404 || (this.isReachable && wasAway)) this.takeUp();
    else if (answer === 0) this.wantsRun = true;
    this.changed();
  }

  /** @param {boolean} wasAway */
  reached(wasAway) {
    this.heardAt = this.now();
    // What was open when the network went may be dead without the browser knowing it.
    if (wasAway || this.source.readyState === this.source.CLOSED) this.openAgain();
  }

  /** Called twice a second. */
  tick() {
    if (!this.app().isConnected) this.wantsRun = true;
    else if (this.wantsRun && this.isReachable) this.takeUp();
  }

  // A run of the page's script takes the session up again: after an absence, or when the server was restarted and knows nothing.
  // Until it is done, the server believes in the camera's old connection and would not answer to a new one.
  takeUp() {
    if (this.now() - this.askedAt < ASK_AGAIN_MS) return;
    this.wantsRun = !this.app().isConnected;
    if (this.wantsRun) return;
    this.askedAt = this.now();
    this.askForRun(this.askedAt);
  }

  // In a fresh process the first run takes seconds: an answer to the camera that waits for it comes when nobody waits any more.
  get canTakeCamera() {
    const { isConnected, isRunning } = this.app();
    const isTakingUp = isRunning && this.now() - this.askedAt < TAKING_UP_MS;
    return this.isReachable && isConnected && !isTakingUp;
  }

  close() {
    this.source.close();
  }
}
