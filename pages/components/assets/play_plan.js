// What becomes of a playing video at the edges of incidents: it halts at the end of the one that is looked at, or plays it again,
// and takes up each further one that it comes to. Times: seconds of the session.

export const LEAD_IN_S = 5;
/** A press after the one before has come there, a little earlier or later. */
const JUST_NOW_S = 0.5;
export const SPEEDS = [0.5, 1, 1.5, 2, 4, 8, 16];
/** @typedef {{ number: number, onset: number, offset: number }} Stretch */
/** @typedef {{ seek?: number, halt?: boolean, choose?: number }} Step */

/**
 * Where an incident is shown from.
 *
 * @param {Stretch} incident
 */
export function leadIn({ onset }) {
  return Math.max(0, onset - LEAD_IN_S);
}

/**
 * Where the next marked moment is shown from: the first one after `at`, round the end; null where none is marked.
 *
 * @param {{ at: number }[]} marks in the order of time
 * @param {number} at
 */
export function nextMark(marks, at) {
  const from = marks.map((mark) => Math.max(0, mark.at - LEAD_IN_S));
  return from.find((time) => time > at + JUST_NOW_S) ?? from[0] ?? null;
}

/**
 * @param {Stretch[]} incidents in the order of time
 * @param {Stretch | null} chosen
 * @param {number} before the time of the last call
 * @param {number} now
 * @param {boolean} isLoop
 * @returns {Step}
 */
export function planStep(incidents, chosen, before, now, isLoop) {
  if (now < before) return {};
  if (chosen && before < chosen.offset && now >= chosen.offset) {
    return isLoop ? { seek: leadIn(chosen) } : { halt: true };
  }
  const come = incidents.find(({ onset }) => before < onset && now >= onset);
  return come && come.number !== chosen?.number ? { choose: come.number } : {};
}

/**
 * The speed after or before this one.
 *
 * @param {number} speed
 * @param {1 | -1} steps
 */
export function nextSpeed(speed, steps) {
  const place = SPEEDS.indexOf(speed);
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, (place < 0 ? 1 : place) + steps))];
}
