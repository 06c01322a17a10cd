// A case stays its moderator's while somebody works on it: nothing runs the page's script for a whole case, so it is asked now and
// then, and whoever has left gives the case up after the time of a claim.

export const ASK_MS = 4 * 60_000;
const LOOK_MS = 30_000;

export class CaseKeeping {
  /**
   * @param {() => number} now ms
   * @param {() => void} ask runs the page's script
   */
  constructor(now, ask) {
    this.now = now;
    this.ask = ask;
    this.asked = now();
    this.active = -Infinity;
  }

  /** Somebody did something, or watches a video that plays. */
  noteActivity() {
    this.active = this.now();
  }

  /** Asks once the last time is long enough ago, if anybody was there since. */
  look() {
    if (this.now() - this.asked < ASK_MS || this.active <= this.asked) return;
    this.asked = this.now();
    this.ask();
  }

  /**
   * @param {EventTarget} page
   * @param {EventTarget} root of the screen: what a video says of itself does not leave the component's shadow tree
   * @param {AbortSignal} signal
   */
  begin(page, root, signal) {
    const listen = (/** @type {EventTarget} */ place, /** @type {string} */ kind) =>
      place.addEventListener(kind, () => this.noteActivity(), { capture: true, passive: true, signal });
    for (const kind of ["keydown", "pointermove"]) listen(page, kind);
    for (const kind of ["play", "timeupdate"]) listen(root, kind);
    const timer = window.setInterval(() => this.look(), LOOK_MS);
    signal.addEventListener("abort", () => window.clearInterval(timer));
  }
}
