// One case as its moderator sees it: which incident is looked at, what is said about each, and what can be undone. Presses show
// at once; what the server says of them is put in as it comes.

/** @import { CaseData, CaseIncident, StandingVerdict, VerdictKind } from "./case_data.d.ts" */
/** @import { Pressed } from "./verdict_queue.js" */
/**
 * @typedef {object} Undoable a press of this screen
 * @property {"verdict" | "added" | "mute"} act
 * @property {string} key
 * @property {string} anchor of the incident that it was about
 * @property {StandingVerdict | null} before
 * @property {string | null} beforeKey of the press that said what stood before
 */

const ADDRESS = "/api/moderator/users";
const TAKE_BACK = { verdict: "verdicts", added: "added-incidents", mute: "mutes" };

export class CaseState {
  /**
   * @param {CaseData} data
   * @param {() => string} newKey each another one
   * @param {CaseState | null} [earlier] of the same case, drawn before
   * @param {Set<string>} [onTheirWay] anchors of incidents of which a press has not arrived
   */
  constructor(data, newKey, earlier = null, onTheirWay = new Set()) {
    this.data = data;
    this.newKey = newKey;
    this.incidents = data.incidents.map((incident) => ({ ...incident }));
    this.revision = data.revision;
    /** @type {Undoable[]} */
    this.undoable = [];
    /** The key of the press that said what stands about an incident, by its anchor. @type {Map<string, string>} */
    this.keys = new Map();
    this.chosen = this.firstOpen(0) || (this.incidents.length ? 1 : 0);
    if (earlier) this.takeOver(earlier, onTheirWay);
  }

  /**
   * Stays at its incident, and shows what has not arrived as it was pressed.
   *
   * @param {CaseState} earlier
   * @param {Set<string>} onTheirWay
   */
  takeOver(earlier, onTheirWay) {
    this.undoable = earlier.undoable;
    this.keys = earlier.keys;
    if (earlier.incident) this.choose(this.numberOf(anchorOf(earlier.incident)));
    for (const shown of earlier.incidents.filter((one) => onTheirWay.has(anchorOf(one)))) {
      const number = this.numberOf(anchorOf(shown));
      if (number) this.incidents[number - 1].verdict = shown.verdict;
    }
  }

  /** @returns {CaseIncident | null} */
  get incident() {
    return this.incidents[this.chosen - 1] ?? null;
  }

  /** By which the arming knows what is on the screen; its number may be another one's after an incident was added. */
  get shownName() {
    const { incident } = this;
    const members = incident ? [...incident.violations, ...incident.signals, incident.added?.id] : [];
    return [this.data.session, ...members].join(" ");
  }

  get open() {
    return this.incidents.filter(isOpen).length;
  }

  /** @param {number} number */
  choose(number) {
    if (number < 1 || number > this.incidents.length || number === this.chosen) return false;
    this.chosen = number;
    return true;
  }

  /** @param {string} anchor */
  numberOf(anchor) {
    return this.incidents.find((incident) => anchorOf(incident) === anchor)?.number ?? 0;
  }

  /**
   * The first incident after `number`, round the end, that nobody judged; 0 where there is none.
   *
   * @param {number} number
   */
  firstOpen(number) {
    const after = [...this.incidents.slice(number), ...this.incidents.slice(0, number)];
    return after.find(isOpen)?.number ?? 0;
  }

  /**
   * Says something about the chosen incident and goes on to the next open one.
   *
   * @param {VerdictKind} kind
   * @param {string | null} reason
   * @returns {Pressed | null} what is to be sent; null where the same was said already
   */
  judge(kind, reason) {
    const incident = this.incident;
    if (!incident || incident.added) return null;
    const said = incident.verdict;
    const isSame = Boolean(said?.isOwn) && said?.kind === kind && said.reason === reason;
    const pressed = isSame ? null : this.verdict(incident, kind, reason);
    this.chosen = this.firstOpen(incident.number) || incident.number;
    return pressed;
  }

  /**
   * @param {CaseIncident} incident
   * @param {VerdictKind} kind
   * @param {string | null} reason
   * @returns {Pressed}
   */
  verdict(incident, kind, reason) {
    const anchor = anchorOf(incident);
    const { verdict: before, violations, signals } = incident;
    const beforeKey = this.keys.get(anchor) ?? null;
    const key = this.pressed("verdict", anchor, before, beforeKey);
    this.keys.set(anchor, key);
    incident.verdict = { id: null, kind, reason, by: this.data.name, isOwn: true };
    const body = { violation_ids: violations, signal_ids: signals, kind, reason };
    const seen = before ? (before.id ?? beforeKey) : null;
    return { key, act: "verdict", url: `${ADDRESS}/session/${this.data.session}/verdicts`, body, about: anchor, seen };
  }

  /**
   * @param {string} type
   * @param {number} onset
   * @param {number} offset
   * @returns {Pressed}
   */
  add(type, onset, offset) {
    const key = this.pressed("added", "", null, null);
    const body = { type, started_s: onset, ended_s: offset };
    return { key, act: "added", url: `${ADDRESS}/session/${this.data.session}/incidents`, body, about: "" };
  }

  /** Mutes the second face of the chosen incident; null where it has none. @returns {Pressed | null} */
  mute() {
    const incident = this.incident;
    if (!incident?.mutable || incident.muted) return null;
    const key = this.pressed("mute", anchorOf(incident), null, null);
    const body = { violation_id: incident.mutable };
    return { key, act: "mute", url: `${ADDRESS}/session/${this.data.session}/mutes`, body, about: "" };
  }

  /**
   * @param {Undoable["act"]} act
   * @param {string} anchor
   * @param {StandingVerdict | null} before
   * @param {string | null} beforeKey
   */
  pressed(act, anchor, before, beforeKey) {
    const key = this.newKey();
    this.undoable.push({ act, key, anchor, before, beforeKey });
    return key;
  }

  get canUndo() {
    return this.undoable.length > 0 || this.ownEarlier() !== null;
  }

  /**
   * Takes the last press of this screen back; where there is none, what one said about the chosen incident on an earlier visit.
   *
   * @returns {Pressed | null}
   */
  undo() {
    const last = this.undoable.pop() ?? this.ownEarlier();
    if (!last) return null;
    const number = this.numberOf(last.anchor);
    if (number) this.chosen = number;
    if (last.act === "verdict" && number) this.putBack(number, last);
    const url = `${ADDRESS}/${TAKE_BACK[last.act]}/{of}/take-back`;
    return { key: this.newKey(), act: "take_back", url, body: {}, about: last.act === "verdict" ? last.anchor : "", of: last.key };
  }

  /** @returns {Undoable | null} */
  ownEarlier() {
    const incident = this.incident;
    if (!incident) return null;
    const { verdict, added, muted } = incident;
    const anchor = anchorOf(incident);
    const undoable = (/** @type {Undoable["act"]} */ act, /** @type {string} */ key) => ({ act, key, anchor, before: null, beforeKey: null });
    if (verdict?.isOwn && verdict.id) return undoable("verdict", verdict.id);
    if (added?.isOwn) return undoable("added", added.id);
    return muted?.isOwn ? undoable("mute", muted.id) : null;
  }

  /**
   * @param {number} number
   * @param {Undoable} last
   */
  putBack(number, { anchor, before, beforeKey }) {
    this.incidents[number - 1].verdict = before;
    if (beforeKey) this.keys.set(anchor, beforeKey);
    else this.keys.delete(anchor);
  }

  /** The server did not take it: it stands no more, also under what was pressed since, and can't be undone. @param {string} key */
  refused(key) {
    const press = this.undoable.find((one) => one.key === key);
    if (!press) return;
    this.undoable = this.undoable.filter((one) => one !== press);
    const { anchor, before, beforeKey } = press;
    for (const later of this.undoable) if (later.beforeKey === key) Object.assign(later, { before, beforeKey });
    const number = this.numberOf(anchor);
    if (number && this.keys.get(anchor) === key) this.putBack(number, press);
  }

  /**
   * Puts in what the server says of all incidents; what is still on its way stays as it was pressed.
   *
   * @param {{ revision: number, incidents: any[] }} judged
   * @param {Set<string>} onTheirWay anchors of incidents of which a press has not arrived
   * @returns {boolean} whether they are still the incidents of the screen
   */
  merge({ revision, incidents }, onTheirWay) {
    const isSame =
      incidents.length === this.incidents.length &&
      incidents.every((one, place) => isAlike(one, this.incidents[place]));
    if (!isSame) return false;
    this.revision = revision;
    for (const [place, { verdict }] of incidents.entries()) {
      if (!onTheirWay.has(anchorOf(this.incidents[place]))) this.incidents[place].verdict = this.standing(place, verdict);
    }
    return true;
  }

  /**
   * @param {number} place
   * @param {any} verdict
   * @returns {StandingVerdict | null}
   */
  standing(place, verdict) {
    if (!verdict) return null;
    const { id, kind, reason, given_by: by } = verdict;
    const shown = this.incidents[place].verdict;
    // What the page said of it stays: of one that was given in bulk it says so.
    if (shown?.id === id) return shown;
    return { id, kind, reason, by: by ?? "", isOwn: by === this.data.name };
  }
}

/** @param {CaseIncident} incident */
export function isOpen({ verdict, added, muted }) {
  return !verdict && !added && !muted;
}

/** By which an incident is known when others come before it. @param {CaseIncident} incident */
export function anchorOf({ violations, signals, added }) {
  return violations[0] ?? signals[0] ?? added?.id ?? "";
}

/**
 * @param {{ violation_ids: string[], signal_ids: string[], added?: { id: string } | null, muted?: { id: string } | null }} told
 * @param {CaseIncident} shown
 */
function isAlike(told, shown) {
  const members = new Set([...shown.violations, ...shown.signals]);
  const theirs = [...told.violation_ids, ...told.signal_ids];
  const isCovered = told.added?.id === shown.added?.id && told.muted?.id === shown.muted?.id;
  return isCovered && theirs.length === members.size && theirs.every((id) => members.has(id));
}
