// Which running sessions one screen of the live view shows, and in which order. Knows no page.

// A tile that needed a look keeps its place for a while: nothing jumps because a condition ended just now.
const KEEPS_PLACE_MS = 15000;

/** @typedef {{ id: string, started_at: string | null, needs_a_look: boolean }} Placed */

export class LiveOrder {
  constructor() {
    /** When each session last needed a look, in ms. @type {Map<string, number>} */
    this.neededAt = new Map();
    this.first = 0;
  }

  /** @param {number} by how many tiles further; below 0 back */
  turn(by) {
    this.first += by;
  }

  /**
   * The sessions of this screen: those that need a look or did so lately first, within each half by their start.
   *
   * @template {Placed} Session
   * @param {Session[]} sessions
   * @param {number} size tiles on one screen
   * @param {number} now ms
   * @returns {Session[]}
   */
  screen(sessions, size, now) {
    this.note(sessions, now);
    const isFirst = (/** @type {Session} */ { id }) => now - (this.neededAt.get(id) ?? -Infinity) < KEEPS_PLACE_MS;
    const sorted = [...sessions].sort(byStart);
    const ordered = [...sorted.filter(isFirst), ...sorted.filter((session) => !isFirst(session))];
    const lastScreen = Math.floor((ordered.length - 1) / size) * size;
    this.first = Math.max(0, Math.min(this.first, lastScreen));
    return ordered.slice(this.first, this.first + size);
  }

  /**
   * @param {Placed[]} sessions
   * @param {number} now
   */
  note(sessions, now) {
    const running = new Set(sessions.map(({ id }) => id));
    for (const id of this.neededAt.keys()) if (!running.has(id)) this.neededAt.delete(id);
    for (const { id, needs_a_look: needsALook } of sessions) if (needsALook) this.neededAt.set(id, now);
  }
}

/**
 * Sessions that have not begun come last.
 *
 * @param {Placed} one
 * @param {Placed} other
 */
function byStart(one, other) {
  if (one.started_at === other.started_at) return one.id.localeCompare(other.id);
  if (one.started_at === null) return 1;
  if (other.started_at === null) return -1;
  return one.started_at.localeCompare(other.started_at);
}
