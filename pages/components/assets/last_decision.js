// The decision that this screen made last, for as long as it can be taken back: a line says so, counts down, and goes.
import { keyButton } from "./case_incident.js";
import { make } from "./elements.js";
import { fillIn, pluralForm } from "./sentences.js";

/** @import { CaseData } from "./case_data.d.ts" */
/** @typedef {{ session: string, code: string, kind: string, until: number }} Decided `until` in ms of the window's clock */

export const HELD_MS = 10_000;

export class LastDecision {
  /**
   * @param {HTMLElement} root
   * @param {() => number} now ms
   */
  constructor(root, now) {
    this.root = root;
    this.now = now;
    /** @type {Decided | null} */
    this.decided = null;
    this.timer = 0;
  }

  /**
   * @param {CaseData} data of the case that was decided
   * @param {string} kind
   * @param {number} pressedAt before it was sent, so that the line goes before the server's time is over
   */
  made({ session, code }, kind, pressedAt) {
    this.decided = { session, code, kind, until: pressedAt + HELD_MS };
  }

  /** After a reload of the page this screen learns of it from the case. @param {CaseData} data */
  learn({ session, code, ownHeld }) {
    if (!ownHeld || (this.isHeld && this.decided?.session === session)) return;
    this.decided = { session, code, kind: ownHeld.kind.id, until: this.now() + ownHeld.seconds * 1000 };
  }

  /** Whether it can still be taken back. */
  get isHeld() {
    return this.decided !== null && this.now() < this.decided.until;
  }

  forget() {
    this.decided = null;
    this.root.hidden = true;
  }

  /**
   * @param {CaseData} data of the case that is shown
   * @param {() => void} undo
   * @param {() => void} over called when the time is over and its own case is shown
   */
  draw(data, undo, over) {
    window.clearTimeout(this.timer);
    this.root.hidden = !this.isHeld;
    if (!this.decided) return;
    if (!this.isHeld) {
      const isOwn = this.decided.session === data.session;
      this.forget();
      if (isOwn) over();
      return;
    }
    const { code, kind, until } = this.decided;
    const count = Math.ceil((until - this.now()) / 1000);
    const sentence = fillIn(pluralForm(data.held, count, data.language), { decision: data.decisions[kind].done, code, count });
    const back = keyButton("plain", data.said.return, data.said.return_help, "", undo);
    this.root.replaceChildren(make("span", "", sentence), back);
    this.timer = window.setTimeout(() => this.draw(data, undo, over), 1000 - ((until - this.now()) % 1000) + 5);
  }
}
