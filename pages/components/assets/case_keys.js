// Keys of the review screen. Each has a button that a press of the key presses; typing in a field is typing.

/** @import { VerdictKind } from "./case_data.d.ts" */
/** @typedef {{ key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, repeat: boolean, composedPath: () => EventTarget[] }} KeyPress */

/** Each verdict with its key. @type {[VerdictKind, string][]} */
export const VERDICT_KEYS = [
  ["confirm", "c"],
  ["dismiss", "d"],
  ["unsure", "t"],
];
/** Keys that may be held down. */
const STEPS = new Set(["j", "k", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);
const FIELDS = new Set(["INPUT", "TEXTAREA", "SELECT"]);

/**
 * The name of the key that acts, or nothing where it is typing, a shortcut of the browser or held down.
 *
 * @param {KeyPress} event
 * @returns {string}
 */
export function actingKey(event) {
  const { ctrlKey, metaKey, altKey, repeat } = event;
  if (ctrlKey || metaKey || altKey) return "";
  // Out of a field too.
  if (event.key !== "Escape" && isTyping(event.composedPath()[0])) return "";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (repeat && !STEPS.has(key)) return "";
  return key;
}

/** @param {any} target */
function isTyping(target) {
  if (!target?.tagName) return false;
  if (target.tagName === "INPUT" && ["radio", "checkbox", "range", "button"].includes(target.type)) return false;
  return FIELDS.has(target.tagName) || Boolean(target.isContentEditable);
}
