// Between the review screen and the server: presses go out through the queue, and what comes back is put into the case, said, or
// leads to the page being asked for the case anew.
import { madeId, post } from "./case_requests.js";
import { show } from "./elements.js";
import { fillIn } from "./sentences.js";
import { queueOf } from "./window_queues.js";

/** @import { CaseData } from "./case_data.d.ts" */
/** @import { CaseState } from "./case_state.js" */
/** @import { Pressed, QueueState, Returned } from "./verdict_queue.js" */
/**
 * @typedef {object} SendingScreen what the screen lends
 * @property {HTMLElement} root
 * @property {CaseData | undefined} data
 * @property {CaseState | undefined} state
 * @property {boolean} isOutdated the page was asked for the case anew, and has not answered
 * @property {{ failed: () => void }} decision
 * @property {(selector: string) => HTMLElement} part
 * @property {() => void} draw
 * @property {(sentence: string) => void} changed
 * @property {(act: "decision" | "return", held: any) => void} decided
 */

export class CaseSending {
  /** @param {SendingScreen} screen */
  constructor(screen) {
    this.screen = screen;
    this.actor = "";
    /** @type {import("./verdict_queue.js").VerdictQueue | null} */
    this.queue = null;
  }

  /** Another person's presses stay where they are, until that person is here again. @param {string} actor */
  open(actor) {
    if (this.actor === actor) return;
    this.actor = actor;
    this.queue = queueOf(window, "judging", actor, {
      send: (pressed) => post(pressed, this.screen.data?.csrf ?? ""),
      taken: (pressed, body) => this.taken(pressed, body),
      refused: (pressed, returned) => this.refused(pressed, returned),
      changed: (state, waiting) => this.say(state, waiting),
    });
  }

  /** @param {Pressed} pressed */
  push(pressed) {
    this.queue?.push(pressed);
  }

  /** Anchors of the incidents about which something is still on its way. */
  onTheirWay() {
    return this.queue?.about ?? new Set();
  }

  /**
   * @param {Pressed} pressed
   * @param {any} body
   */
  taken(pressed, body) {
    const { data, state } = this.screen;
    if (pressed.act === "decision" || pressed.act === "return") {
      this.screen.decided(pressed.act, body);
      return null;
    }
    const made = madeId(body, pressed);
    if (!data || !state || body.session_id !== data.session) return made;
    const rest = this.onTheirWay();
    const isKnown = this.screen.isOutdated || (pressed.act !== "verdict" && !pressed.about);
    if (!state.merge(body, rest)) this.screen.changed(isKnown ? "" : data.said.case_changed);
    else if (!rest.size) this.screen.draw();
    return made;
  }

  /**
   * @param {Pressed} pressed
   * @param {Returned} returned
   */
  refused(pressed, { status, body }) {
    this.screen.state?.refused(pressed.key);
    if (pressed.act === "decision") this.screen.decision.failed();
    this.screen.draw();
    this.screen.changed(body?.detail ?? fillIn(this.screen.data?.said.refused ?? "", { status }));
  }

  /**
   * @param {QueueState} state
   * @param {number} waiting
   */
  say(state, waiting) {
    const sentence = state ? (this.screen.data?.said[state] ?? "") : "";
    show(this.screen.part(".way"), state === "saving" ? "" : fillIn(sentence, { count: waiting }));
    this.screen.root.classList.toggle("saving", state === "saving");
  }
}
