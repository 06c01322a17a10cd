// Where seconds of a session lie on a line of pixels, and which marks fit on it.

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
/** @typedef {{ number: number, text: string, at: number }} Question */
/** @typedef {{ x: number, questions: Question[] }} Tick */

/**
 * As `mm:ss`, from an hour on `h:mm:ss`.
 *
 * @param {number} seconds
 */
export function clockTime(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${two(minutes)}:${two(whole % 60)}`;
}

/**
 * The seconds of a time as `mm:ss`, `h:mm:ss` or seconds alone; null where it is none.
 *
 * @param {string} text
 * @returns {number | null}
 */
export function secondsOf(text) {
  const parts = text.trim().split(":");
  if (parts.length > 3 || !parts.every((part) => /^\d{1,5}$/.test(part))) return null;
  return parts.reduce((seconds, part) => seconds * 60 + Number(part), 0);
}

/**
 * Times for the axis, at most one in `least` pixels.
 *
 * @param {number} length seconds
 * @param {number} width pixels
 * @param {number} least
 */
export function axisTimes(length, width, least) {
  const step = STEPS_S.find((one) => (one / Math.max(length, 1)) * width >= least) ?? STEPS_S[STEPS_S.length - 1];
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, place) => place * step);
}

/**
 * Questions as ticks; those that lie closer than `least` pixels share one.
 *
 * @param {Question[]} questions in the order of time
 * @param {(at: number) => number} xOf
 * @param {number} least
 * @returns {Tick[]}
 */
export function questionTicks(questions, xOf, least) {
  /** @type {Tick[]} */
  const ticks = [];
  for (const question of questions) {
    const x = xOf(question.at);
    const last = ticks[ticks.length - 1];
    if (last && x - last.x < least) last.questions.push(question);
    else ticks.push({ x, questions: [question] });
  }
  return ticks;
}

/**
 * A measurement over time as the path of an SVG line; broken where nothing was measured or nobody looked for a while.
 *
 * @param {number[]} at
 * @param {(number | null)[]} values
 * @param {(at: number) => number} xOf
 * @param {(value: number) => number} yOf
 * @param {number} longest seconds between two looks of one line
 */
export function tracePath(at, values, xOf, yOf, longest) {
  let path = "";
  let before = -Infinity;
  for (const [place, value] of values.entries()) {
    if (value === null) continue;
    path += `${at[place] - before > longest ? "M" : "L"}${xOf(at[place]).toFixed(1)} ${yOf(value).toFixed(1)}`;
    before = at[place];
  }
  return path;
}

/**
 * Head and eyes together, sideways from where they rest, in degrees; null where either was not measured.
 *
 * @param {{ yaw: (number | null)[], gaze: (number | null)[], rest_yaw: number | null, rest_gaze: number | null }} traces
 * @param {number} eye degrees for each width of the eye
 */
export function lookedAside({ yaw, gaze, rest_yaw: restYaw, rest_gaze: restGaze }, eye) {
  return yaw.map((head, place) => {
    const eyes = gaze[place];
    return head === null || eyes === null ? null : head - (restYaw ?? 0) + eye * (eyes - (restGaze ?? 0));
  });
}

/**
 * The place of the last look at or before a time, -1 before the first.
 *
 * @param {number[]} at in order
 * @param {number} time
 */
export function lookAt(at, time) {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
