/**
 * Time as the state machines take it; tests give one that they turn themselves.
 *
 * @typedef {object} Clock
 * @property {() => number} now milliseconds since 1970
 * @property {(call: () => void, ms: number) => number} setTimeout
 * @property {(timer: number) => void} clearTimeout
 */

/** @type {Clock} */
export const pageClock = {
  now: () => Date.now(),
  setTimeout: (call, ms) => window.setTimeout(call, ms),
  clearTimeout: (timer) => window.clearTimeout(timer),
};
