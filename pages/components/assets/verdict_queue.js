// What a moderator pressed on its way to the server: one request at a time, in order, each with a key so that a repeated one
// counts once. A lost connection loses nothing: it waits, is tried again and survives a reload of the page.

/**
 * @typedef {object} Pressed one request
 * @property {string} key by which the server knows a repeated one
 * @property {"verdict" | "take_back" | "decision" | "return" | "added" | "mute"} act
 * @property {string} url `{of}` is replaced by the id of the verdict that `of` gave
 * @property {Record<string, unknown>} body
 * @property {string} about what its incident is known by, "" for the case
 * @property {string} [of] the key or the id of the verdict that it takes back
 * @property {string | null} [seen] the key or the id of the verdict that stood on the screen; null: none did
 */
/** @typedef {{ status: number, body: any }} Returned */
/** @typedef {"" | "saving" | "out_of_reach" | "busy" | "signed_out"} QueueState */
/**
 * @typedef {object} QueueParts
 * @property {(pressed: Pressed) => Promise<Returned>} send fails where the server is out of reach
 * @property {(pressed: Pressed, body: any) => string | null} taken hears what was stored; returns the verdict's id, if it is one
 * @property {(pressed: Pressed, returned: Returned) => void} refused
 * @property {(state: QueueState, waiting: number) => void} changed
 * @property {(act: () => void, ms: number) => unknown} later
 * @property {Pick<Storage, "getItem" | "setItem" | "removeItem">} store
 * @property {string} name under which it is kept: another person's presses must never go out under this one's name
 */

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;

/** Of a press: each another one. */
export function newKey() {
  return `press-${crypto.randomUUID()}`;
}

export class VerdictQueue {
  /** @param {QueueParts} parts */
  constructor(parts) {
    this.parts = parts;
    /** @type {Pressed[]} */
    this.waiting = [];
    /** Ids of verdicts by the key of what gave them. @type {Record<string, string>} */
    this.given = {};
    this.isSending = false;
    this.isStopped = false;
    this.waitMs = FIRST_WAIT_MS;
    /** @type {QueueState} */
    this.state = "";
    this.resume();
  }

  /** What the incidents are known by about which something is on its way; what is answered now is none any more. */
  get about() {
    return new Set(this.waiting.map(({ about }) => about));
  }

  resume() {
    const kept = this.parts.store.getItem(this.parts.name);
    if (!kept) return;
    try {
      ({ waiting: this.waiting, given: this.given } = JSON.parse(kept));
    } catch {
      this.parts.store.removeItem(this.parts.name);
    }
    this.next();
  }

  /** Another screen of the same person hears of everything from now on. @param {Partial<QueueParts>} parts */
  handOver(parts) {
    this.parts = { ...this.parts, ...parts };
    this.say(this.state);
  }

  /** @param {Pressed} pressed */
  push(pressed) {
    this.waiting.push(pressed);
    this.keep();
    this.next();
  }

  keep() {
    const { store, name } = this.parts;
    if (this.waiting.length) store.setItem(name, JSON.stringify({ waiting: this.waiting, given: this.given }));
    else store.removeItem(name);
  }

  /** Nothing goes out any more; what waits stays in the store. */
  stop() {
    this.isStopped = true;
  }

  async next() {
    if (this.isStopped || this.isSending || !this.waiting.length) return;
    this.isSending = true;
    this.say(this.state || "saving");
    const again = await this.sendFirst();
    this.isSending = false;
    if (again) this.parts.later(() => this.next(), this.waitMs);
    else this.next();
  }

  /** Sends the first one; whether it has to be tried again later. */
  async sendFirst() {
    const first = this.resolved(this.waiting[0]);
    // Status 0: no response came.
    const returned = first ? await this.parts.send(first).catch(() => ({ status: 0, body: null })) : null;
    // It was for somebody else, who sends it again under its key.
    if (this.isStopped) return false;
    const status = returned?.status ?? 200;
    if (status === 0 || status >= 500) return this.delay("out_of_reach");
    if (status === 429) return this.delay("busy");
    if (status === 401) return this.delay("signed_out");
    this.finish(first, returned);
    return false;
  }

  /** @param {QueueState} state */
  delay(state) {
    this.say(state);
    this.waitMs = Math.min(LONGEST_WAIT_MS, this.waitMs * 2);
    return true;
  }

  /**
   * @param {Pressed | null} sent null: what it takes back was never stored
   * @param {Returned | null} returned
   */
  finish(sent, returned) {
    this.waiting.shift();
    this.waitMs = FIRST_WAIT_MS;
    if (sent && returned && returned.status < 300) {
      const id = this.parts.taken(sent, returned.body);
      if (id) this.given[sent.key] = id;
    } else if (sent && returned) {
      this.parts.refused(sent, returned);
    }
    this.keep();
    this.say(this.waiting.length ? "saving" : "");
  }

  /**
   * With the ids of the verdicts that it names by their keys; null where one of them was never stored.
   *
   * @param {Pressed} pressed
   * @returns {Pressed | null}
   */
  resolved(pressed) {
    const found = { ...pressed, body: { ...pressed.body } };
    if (pressed.of !== undefined) {
      const id = this.idOf(pressed.of);
      if (!id) return null;
      found.url = pressed.url.replace("{of}", id);
    }
    if (pressed.seen !== undefined) found.body.replaces = pressed.seen === null ? null : this.idOf(pressed.seen);
    return found;
  }

  /** @param {string} name a key of ours, or an id */
  idOf(name) {
    return name.startsWith("press-") ? (this.given[name] ?? null) : name;
  }

  /** @param {QueueState} state */
  say(state) {
    this.state = state;
    this.parts.changed(state, this.waiting.length);
  }
}
