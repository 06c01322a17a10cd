// Which sentences the live badge shows. Knows no page.
import { fillIn, pluralForm } from "./sentences.js";

/** @import { LiveStatus } from "./live_connection.js" */
/** @import { Trouble } from "./camera_keeper.js" */
/** @import { Forms } from "./sentences.js" */

/**
 * @typedef {object} LiveTexts sentences from pages/components/live_status.py
 * @property {string} language a BCP 47 tag
 * @property {string} self_view
 * @property {{ start: string, stop: string, form: Record<string, string> }} buttons
 * @property {Record<string, string>} camera
 * @property {Record<string, string>} items
 * @property {Record<string, string>} reasons
 * @property {Record<string, string>} open
 * @property {Record<string, Forms>} past
 * @property {string} waiting
 * @property {Forms} notes
 * @property {string} notes_flagged
 * @property {string} flagged
 * @property {string} video_rests
 * @property {string} moderator
 * @property {string} read
 */

/**
 * The camera's state in one word, as `texts.camera` has it: what is nearest to the taker first.
 *
 * @param {object} given
 * @param {LiveStatus | null} given.status
 * @param {boolean} given.isReachable
 * @param {boolean} given.isSignedOut
 * @param {Trouble} given.trouble
 * @param {boolean} given.isWanted the taker started the camera
 */
export function cameraState({ status, isReachable, isSignedOut, trouble, isWanted }) {
  if (!isReachable) return "out_of_reach";
  if (isSignedOut) return "signed_out";
  // The drawn camera is no device: nothing of the browser's can be wrong with it.
  if (status?.is_demo_camera) return status.camera;
  const seen = status?.camera ?? "waiting";
  if (trouble && seen !== "taken_over") return trouble;
  return seen === "waiting" && isWanted ? "starting" : seen;
}

/**
 * @param {LiveStatus["items"]} items
 * @param {LiveTexts} texts
 */
export function checkLines(items, texts) {
  return items.map(({ item, state, reason }) => ({
    state,
    what: texts.items[item],
    why: reason ? texts.reasons[reason] : state === "waiting" ? texts.waiting : "",
  }));
}

/**
 * How many notes there are so far; nothing before the survey began.
 *
 * @param {LiveStatus | null} status
 * @param {LiveTexts} texts
 */
export function notesSentence(status, texts) {
  if (status?.phase !== "watching") return "";
  const { notes: count, threshold } = status;
  const sentence = status.is_flagged ? texts.notes_flagged : pluralForm(texts.notes, threshold, texts.language);
  return fillIn(sentence, { count, threshold });
}

/**
 * What is seen right now, else what was seen last.
 *
 * @param {LiveStatus | null} status
 * @param {LiveTexts} texts
 * @returns {{ kind: "" | "open" | "past" | "flagged", sentence: string }}
 */
export function newestNote(status, texts) {
  if (status?.phase !== "watching") return { kind: "", sentence: "" };
  if (status.open_types.length) return { kind: "open", sentence: texts.open[status.open_types[0]] };
  const sentences = [];
  const { last_note: note } = status;
  if (typeof note?.duration_s === "number") {
    const seconds = Math.max(1, Math.round(note.duration_s));
    sentences.push(fillIn(pluralForm(texts.past[note.type], seconds, texts.language), { seconds }));
  }
  if (status.is_flagged) sentences.push(texts.flagged);
  if (status.video_rests) sentences.push(texts.video_rests);
  return { kind: status.is_flagged ? "flagged" : "past", sentence: sentences.join(" ") };
}
