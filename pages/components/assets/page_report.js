// Says every few seconds that this page is there and whether it is in view, and learns from the answer whether the server is.

/** @import { Clock } from "./clock.js" */

const REPORT_MS = 4000;
const ANSWER_WITHIN_MS = 4000;

export class PageReport {
  /**
   * @param {() => Promise<number>} send sends one report; the HTTP status, 0 where the server is out of reach
   * @param {(status: number) => void} hear called with each answer
   * @param {Clock} clock
   */
  constructor(send, hear, clock) {
    this.send = send;
    this.hear = hear;
    this.clock = clock;
    this.timer = 0;
    this.listening = new AbortController();
  }

  /**
   * Reports now, every few seconds, and whenever the page comes into view or leaves it, or the network is back.
   *
   * @param {EventTarget} page its document
   * @param {EventTarget} window
   */
  begin(page, window) {
    const { signal } = this.listening;
    page.addEventListener("visibilitychange", () => this.report(), { signal });
    window.addEventListener("online", () => this.report(), { signal });
    window.addEventListener("offline", () => this.hear(0), { signal });
    this.report();
  }

  async report() {
    this.clock.clearTimeout(this.timer);
    const status = await this.send();
    if (this.listening.signal.aborted) return;
    this.hear(status);
    this.clock.clearTimeout(this.timer);
    this.timer = this.clock.setTimeout(() => this.report(), REPORT_MS);
  }

  close() {
    this.clock.clearTimeout(this.timer);
    this.listening.abort();
  }
}

/**
 * @param {{ session: string, page: string, csrf: string }} given
 * @returns {Promise<number>} the HTTP status, 0 where no answer came in time
 */
export async function sendPageReport({ session, page, csrf }) {
  try {
    const { status } = await fetch(`/api/sessions/${session}/page`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
      body: JSON.stringify({ page, is_hidden: document.visibilityState === "hidden" }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return status;
  } catch (error) {
    console.info("the server is out of reach:", /** @type {Error} */ (error).name);
    return 0;
  }
}
