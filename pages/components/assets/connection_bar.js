// Streamlit says on its own element whether its socket is connected; the live badge knows earlier when a network was cut.
import { DrawnPlaces } from "./drawn_places.js";
import { find } from "./elements.js";

/** @import { Component } from "./component.d.ts" */
/** @typedef {{ sentence: string, over: string, again: string }} BarSentences from pages/components/connection_bar.py */
/** @typedef {BarSentences & { language: string, direction: string }} BarData and how the page is read */

const FLICKER_MS = 700;
// Who is not signed in any more gets no socket: then the page asks why, now and then.
const ASK_MS = 4000;
const UNAUTHORIZED = 401;
/** @type {DrawnPlaces<ConnectionBar>} */
const bars = new DrawnPlaces();

/** @param {Component<BarData>} component */
export default function ({ parentElement, data }) {
  Object.assign(document.documentElement, { lang: data.language, dir: data.direction });
  bars.at(parentElement, () => new ConnectionBar(find(parentElement, ".bar"), data));
  return () => bars.end(parentElement);
}

class ConnectionBar {
  /**
   * @param {HTMLElement} bar
   * @param {BarSentences} sentences
   */
  constructor(bar, sentences) {
    this.bar = bar;
    this.sentences = sentences;
    this.app = find(document, '[data-testid="stApp"]');
    this.listening = new AbortController();
    this.isBadgeInReach = true;
    this.showing = 0;
    this.asking = 0;
    this.states = new MutationObserver(() => this.look());
    this.states.observe(this.app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
    const { signal } = this.listening;
    document.addEventListener("proctor-reach", (event) => this.hearBadge(/** @type {CustomEvent} */ (event)), { signal });
    this.look();
  }

  get isGone() {
    return this.app.dataset.testConnectionState !== "CONNECTED" || !this.isBadgeInReach;
  }

  /** @param {CustomEvent<boolean>} event whether the live badge reaches the server */
  hearBadge({ detail }) {
    if (detail === this.isBadgeInReach) return;
    this.isBadgeInReach = detail;
    this.look();
  }

  // A socket that is back within the second is not worth a word.
  look() {
    clearTimeout(this.showing);
    this.showing = window.setTimeout(() => this.show(), this.isGone ? FLICKER_MS : 0);
  }

  show() {
    // While it is gone the state changes at every try; what the bar says stays.
    if (this.bar.hidden !== this.isGone) return;
    clearTimeout(this.asking);
    this.bar.hidden = !this.isGone;
    this.bar.textContent = this.bar.hidden ? "" : this.sentences.sentence;
    if (!this.bar.hidden) this.askLater();
  }

  askLater() {
    this.asking = window.setTimeout(() => this.ask(), ASK_MS);
  }

  async ask() {
    const { signal } = this.listening;
    const answer = await fetch("/api/csrf", { signal }).catch(() => null);
    if (!this.isGone || signal.aborted) return;
    const { over, again } = this.sentences;
    if (answer?.status === UNAUTHORIZED) this.bar.replaceChildren(over, " ", signInLink(again));
    this.askLater();
  }

  close() {
    clearTimeout(this.showing);
    clearTimeout(this.asking);
    this.states.disconnect();
    this.listening.abort();
  }
}

/** @param {string} sentence */
function signInLink(sentence) {
  const link = document.createElement("a");
  link.href = `/account/login?next=${encodeURIComponent(location.pathname + location.search)}`;
  link.textContent = sentence;
  return link;
}
