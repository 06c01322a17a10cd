// A key judges only what was on the screen: an incident counts as seen once it was drawn for a while, and stays so.

export class Arming {
  /**
   * @param {() => number} now ms
   * @param {number} shownMs how long an incident must have been drawn
   */
  constructor(now, shownMs) {
    this.now = now;
    this.shownMs = shownMs;
    /** @type {Map<string, number>} */
    this.since = new Map();
    this.last = "";
  }

  /** It was painted. @param {string} name of what is on the screen now */
  drawn(name) {
    if (name !== this.last) this.left();
    this.last = name;
    if (!this.since.has(name)) this.since.set(name, this.now());
  }

  /** What is not long enough on the screen before another comes, or the page is hidden, was not seen. */
  left() {
    if (this.last && !this.isArmed(this.last)) this.since.delete(this.last);
    this.last = "";
  }

  /** @param {string} name */
  isArmed(name) {
    return this.now() - (this.since.get(name) ?? Infinity) >= this.shownMs;
  }
}
