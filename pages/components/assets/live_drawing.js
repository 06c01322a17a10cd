// Draws the live badge: only what changed, so that a screen reader says nothing twice.
import { find, setText, show } from "./elements.js";
import { checkLines, newestNote, notesSentence } from "./live_sentences.js";
import { fillIn } from "./sentences.js";

/** @import { LiveStatus } from "./live_connection.js" */
/** @import { LiveTexts } from "./live_sentences.js" */

/** @type {Record<string, string>} */
const MARKS = { fine: "✓", problem: "!", waiting: "…", unavailable: "–" };

/**
 * @param {HTMLElement} root
 * @param {object} state
 * @param {LiveStatus | null} state.status
 * @param {string} state.camera its state in one word
 * @param {boolean} state.showsChecks
 * @param {string} state.saved the sentence about the newest save
 * @param {LiveTexts} texts
 */
export function drawBadge(root, { status, camera, showsChecks, saved }, texts) {
  root.dataset.camera = camera;
  root.dataset.notes = String(status?.notes ?? 0);
  setText(find(root, ".camera .sentence"), texts.camera[camera]);
  drawChecks(find(root, ".checks"), checkLines(showsChecks ? (status?.items ?? []) : [], texts));
  show(find(root, ".notes"), notesSentence(status, texts));
  const message = find(root, ".message");
  const { kind, sentence } = newestNote(status, texts);
  message.dataset.kind = kind;
  show(message, sentence);
  show(find(root, ".saved"), saved);
}

/**
 * What a moderator says stays until the taker has read it.
 *
 * @param {HTMLElement} place
 * @param {LiveStatus["message"]} message
 * @param {LiveTexts} texts
 * @param {() => void} read the taker pressed the button
 */
export function drawMessage(place, message, texts, read) {
  place.hidden = !message;
  if (!message) return;
  const time = new Date(message.at).toLocaleTimeString(texts.language, { hour: "2-digit", minute: "2-digit" });
  setText(find(place, ".said"), fillIn(texts.moderator, { time, sentence: message.sentence }));
  const button = find(place, "button");
  setText(button, texts.read);
  button.onclick = read;
}

/** @typedef {{ state: string, what: string, why: string }} Line */

/**
 * @param {HTMLElement} list
 * @param {Line[]} lines
 */
function drawChecks(list, lines) {
  list.hidden = lines.length === 0;
  const drawn = JSON.stringify(lines);
  if (list.dataset.drawn === drawn) return;
  list.dataset.drawn = drawn;
  list.replaceChildren(...lines.map(checkLine));
}

/** @param {Line} line */
function checkLine({ state, what, why }) {
  const entry = document.createElement("li");
  entry.dataset.state = state;
  const mark = document.createElement("span");
  mark.className = "mark";
  mark.textContent = MARKS[state];
  const words = document.createElement("span");
  words.textContent = what;
  if (why) {
    const reason = document.createElement("span");
    reason.className = "why";
    reason.textContent = `: ${why}`;
    words.append(reason);
  }
  entry.append(mark, words);
  return entry;
}
