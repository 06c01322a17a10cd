// The queues of a window: one for each place where is judged, of one person. A screen that is drawn anew gets the queue that is
// there, whose presses would else go out twice; somebody else's is stopped, and waits in the store until that person is here again.
import { VerdictQueue } from "./verdict_queue.js";

/** @import { QueueParts } from "./verdict_queue.js" */
/** @typedef {Omit<QueueParts, "later" | "store" | "name">} ScreenParts what a screen lends */

/** Where a window keeps them: each component has these modules for itself. */
const KEPT = "proctorQueues";

/**
 * @param {Window & typeof globalThis} window
 * @param {"judging" | "gallery"} place
 * @param {string} actor the moderator's id
 * @param {ScreenParts} parts
 * @returns {VerdictQueue}
 */
export function queueOf(window, place, actor, parts) {
  /** @type {Map<string, VerdictQueue>} */
  const queues = (/** @type {any} */ (window)[KEPT] ??= new Map());
  for (const [name, queue] of queues) {
    if (name.endsWith(`-${actor}`)) continue;
    queue.stop();
    queues.delete(name);
  }
  const name = `${place}-${actor}`;
  const known = queues.get(name);
  if (known) {
    known.handOver(parts);
    return known;
  }
  const later = (/** @type {() => void} */ act, /** @type {number} */ ms) => window.setTimeout(act, ms);
  const queue = new VerdictQueue({ ...parts, later, store: window.sessionStorage, name });
  queues.set(name, queue);
  return queue;
}
