// One running session as a tile: its words, and its still, which is fetched only when there is another one.
import { find, make, setText } from "./elements.js";
import { fillIn, pluralForm } from "./sentences.js";
import { clockTime } from "./time_axis.js";

/**
 * A tile of `/api/live/sessions` (LiveTile in proctor_core/api/live_view.py).
 *
 * @typedef {object} RunningSession
 * @property {string} id
 * @property {string} code
 * @property {string} survey
 * @property {string} status
 * @property {"checking" | "watching" | "ended"} phase
 * @property {string} camera
 * @property {string | null} started_at
 * @property {string[]} open_types
 * @property {string[]} open_signals
 * @property {number} notes
 * @property {number} threshold
 * @property {boolean} is_flagged
 * @property {boolean} needs_a_look
 * @property {string | null} asks what the taker needs, not answered yet
 * @property {RecentIncident[]} recent the newest first
 * @property {number | null} coverage
 * @property {boolean} is_client
 * @property {number | null} picture
 */
/** @typedef {{ onset_s: number, offset_s: number | null, types: string[], signals: string[] }} RecentIncident */
/** @import { Forms } from "./sentences.js" */
/**
 * @typedef {object} GridData from pages/components/live_grid.py
 * @property {string} language a BCP 47 tag
 * @property {1 | 4 | 9 | 16} size tiles on one screen
 * @property {string | null} only the one session that is shown, large
 * @property {Record<string, { label: string, colour: string }>} types
 * @property {Record<string, string>} signals
 * @property {Record<string, string>} status
 * @property {Record<string, string>} camera
 * @property {Forms} notes
 * @property {Forms} flagged
 * @property {Record<string, string>} said
 */
/** @typedef {{ kind: string, label: string, colour?: string }} OpenChip */

const STILL_MS = 2000;
const TILE =
  '<div class="still"><span></span><img alt="" hidden></div><div class="facts">' +
  '<p class="first"><button type="button" class="code"></button><span class="state"></span></p>' +
  '<p class="survey"></p><p class="numbers"></p><p class="open"></p><ul class="recent"></ul></div>';
/** How many recent incidents a tile has room for; of the one that is shown large all. */
const MOST_IN_TILE = 2;

export class LiveTile {
  /**
   * @param {string} id
   * @param {() => void} open
   */
  constructor(id, open) {
    this.id = id;
    this.node = document.createElement("li");
    this.node.className = "tile";
    this.node.innerHTML = TILE;
    this.node.addEventListener("click", open);
    this.image = find(this.node, "img", HTMLImageElement);
    /** The number of the still that is shown. @type {number | null} */
    this.picture = null;
    this.askedAt = 0;
    this.isAsking = false;
    this.address = "";
  }

  /**
   * @param {RunningSession} session
   * @param {GridData} data
   * @param {Date} now the server's
   */
  draw(session, data, now) {
    this.node.classList.toggle("needs-a-look", session.needs_a_look);
    this.node.classList.toggle("flagged", session.is_flagged && !session.needs_a_look);
    this.drawCode(session, data);
    setText(find(this.node, ".state"), stateOf(session, data));
    setText(find(this.node, ".survey"), session.survey);
    setText(find(this.node, ".numbers"), numbersOf(session, data, now).join(" · "));
    drawOpen(find(this.node, ".open"), session, data);
    drawRecent(find(this.node, ".recent"), session, data);
    this.drawStill(session, data);
  }

  /**
   * @param {RunningSession} session
   * @param {GridData} data
   */
  drawCode(session, { said, only }) {
    const button = find(this.node, ".code", HTMLButtonElement);
    setText(button, fillIn(said.code, { ...session }));
    const label = fillIn(said.open, { ...session });
    if (!only && button.getAttribute("aria-label") !== label) button.setAttribute("aria-label", label);
    button.disabled = Boolean(only);
  }

  /**
   * @param {RunningSession} session
   * @param {GridData} data
   */
  drawStill(session, { said }) {
    this.image.alt = fillIn(said.picture, { ...session });
    const why = session.is_client ? "client" : session.phase === "watching" ? "no_picture" : "before";
    setText(find(this.node, ".still span"), said[why]);
    if (session.picture === null) {
      if (this.address) this.forget();
      return;
    }
    const isDue = Date.now() - this.askedAt >= STILL_MS;
    if (session.picture === this.picture || this.isAsking || !isDue) return;
    this.isAsking = true;
    this.askedAt = Date.now();
    this.fetchStill(session.picture).finally(() => (this.isAsking = false));
  }

  // The one before stays until the next is there: no flicker.
  /** @param {number} picture */
  async fetchStill(picture) {
    const answer = await fetch(`/api/live/sessions/${this.id}/still`).catch(() => null);
    if (answer?.status === 404) this.forget();
    if (!answer?.ok) return;
    const before = this.address;
    this.address = URL.createObjectURL(await answer.blob());
    this.picture = picture;
    this.image.onload = () => URL.revokeObjectURL(before);
    this.image.src = this.address;
    this.image.hidden = false;
  }

  /** Lets the still go. */
  forget() {
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = "";
    this.picture = null;
    this.image.hidden = true;
    this.image.removeAttribute("src");
  }
}

/**
 * @param {RunningSession} session
 * @param {GridData} data
 */
function stateOf(session, data) {
  const isCameraFine = session.camera === "live" || session.phase !== "watching";
  return [data.status[session.status], ...(isCameraFine ? [] : [data.camera[session.camera]])].join(", ");
}

/**
 * @param {RunningSession} session
 * @param {GridData} data
 * @param {Date} now
 */
function numbersOf(session, data, now) {
  if (session.phase !== "watching" || !session.started_at) return ["–"];
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(session.started_at)) / 1000));
  const clock = `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  const share = session.coverage === null ? "–" : Math.floor(session.coverage * 100);
  return [clock, fillIn(data.said.coverage, { share }), notesOf(session, data)];
}

/**
 * How many notes there are, against the threshold until it is reached.
 *
 * @param {Pick<RunningSession, "notes" | "threshold" | "is_flagged">} session
 * @param {Pick<GridData, "language" | "notes" | "flagged">} data
 */
export function notesOf({ notes: count, threshold, is_flagged: isFlagged }, { language, notes, flagged }) {
  const form = isFlagged ? pluralForm(flagged, count, language) : pluralForm(notes, threshold, language);
  return fillIn(form, { count, threshold });
}

/**
 * @param {HTMLElement} place
 * @param {RunningSession} session
 * @param {GridData} data
 */
function drawOpen(place, session, data) {
  const chips = [
    ...(session.asks === null ? [] : [{ kind: "chip asks", label: fillIn(data.said.asks, { asks: session.asks }), colour: "#C2540A" }]),
    ...chipsOf(session.open_types, session.open_signals, data),
  ];
  const drawn = JSON.stringify(chips);
  if (place.dataset.drawn === drawn) return;
  place.dataset.drawn = drawn;
  place.replaceChildren(...(chips.length ? chips.map(openChip) : [data.said.nothing_open]));
}

/**
 * What was noted in the last minutes, and when; nothing before the questions.
 *
 * @param {HTMLElement} place
 * @param {RunningSession} session
 * @param {GridData} data
 */
function drawRecent(place, session, data) {
  const isAll = Boolean(data.only);
  const shown = session.recent.slice(0, isAll ? session.recent.length : MOST_IN_TILE);
  const drawn = JSON.stringify([shown, session.recent.length, session.phase, isAll]);
  if (place.dataset.drawn === drawn) return;
  place.dataset.drawn = drawn;
  place.setAttribute("aria-label", data.said.recent);
  const rest = session.recent.length - shown.length;
  const lines = shown.map((one) => [recentWhen(one, data.said), ...chipsOf(one.types, one.signals, data).map(openChip)]);
  if (!lines.length && session.phase === "watching") lines.push([data.said.recent_none]);
  if (rest > 0) lines.at(-1)?.push(fillIn(data.said.recent_more, { count: rest }));
  place.replaceChildren(...lines.map((parts) => make("li", "", ...parts)));
}

/**
 * @param {RecentIncident} incident
 * @param {Record<string, string>} said
 */
export function recentWhen({ onset_s: onset, offset_s: offset }, said) {
  const from = clockTime(onset);
  return offset === null ? fillIn(said.since, { from }) : `${from}–${clockTime(offset)}`;
}

/**
 * @param {string[]} types
 * @param {string[]} signals
 * @param {GridData} data
 * @returns {OpenChip[]}
 */
function chipsOf(types, signals, data) {
  return [
    ...types.map((kind) => ({ kind: "chip", ...data.types[kind] })),
    ...signals.map((kind) => ({ kind: "chip signal", label: data.signals[kind] })),
  ];
}

/** @param {OpenChip} open */
function openChip({ kind, label, colour }) {
  const made = document.createElement("span");
  made.className = kind;
  const square = document.createElement("span");
  square.className = "square";
  if (colour) square.style.background = colour;
  made.append(square, label);
  return made;
}
