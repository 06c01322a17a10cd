// Which tile of the gallery is looked at, what is said about each, and what can be undone. Presses show at once; what the server
// says of them is put in as it comes.

/** @import { VerdictKind } from "./case_data.d.ts" */
/** @import { GalleryData, GalleryTile, GalleryVerdict } from "./gallery_data.d.ts" */
/** @import { Pressed } from "./verdict_queue.js" */
/**
 * @typedef {object} GalleryPress
 * @property {string} tile
 * @property {GalleryVerdict | null} before
 * @property {string | null} beforeKey of the press that said what stood before
 */

const JUDGING = "/api/moderator/users";

export class GalleryState {
  /**
   * @param {GalleryData} data
   * @param {() => string} newKey each another one, `press-…`
   * @param {GalleryState | null} [earlier] drawn before, for the same person: stays at its tile, and can undo
   * @param {Set<string>} [onTheirWay] tiles of which a press has not arrived
   */
  constructor(data, newKey, earlier = null, onTheirWay = new Set()) {
    this.data = data;
    this.newKey = newKey;
    this.tiles = data.tiles.map((tile) => ({ ...tile }));
    /** @type {Map<string, GalleryPress>} */
    this.presses = new Map();
    /** Keys of presses that can be taken back, the newest last. @type {string[]} */
    this.undoable = [];
    /** Key of the press that said what stands about a tile. @type {Map<string, string>} */
    this.keys = new Map();
    this.chosen = 0;
    if (earlier) this.takeOver(earlier, onTheirWay);
  }

  /** @param {GalleryState} earlier @param {Set<string>} onTheirWay what has not arrived is shown as it was pressed */
  takeOver({ presses, undoable, keys, tile, tiles }, onTheirWay) {
    this.presses = presses;
    this.undoable = undoable;
    this.keys = keys;
    this.choose(this.tiles.findIndex(({ id }) => id === tile?.id));
    for (const shown of tiles.filter(({ id }) => onTheirWay.has(id))) {
      const now = this.tileOf(shown.id);
      if (now) now.verdict = shown.verdict;
    }
  }

  /** @returns {GalleryTile | null} */
  get tile() {
    return this.tiles[this.chosen] ?? null;
  }

  /** @param {string} id */
  tileOf(id) {
    return this.tiles.find((tile) => tile.id === id) ?? null;
  }

  /** Whether another tile is looked at now. @param {number} place */
  choose(place) {
    if (place < 0 || place >= this.tiles.length || place === this.chosen) return false;
    this.chosen = place;
    return true;
  }

  /**
   * What is to be sent; null where the tile can't be judged, or the same was said already.
   *
   * @param {VerdictKind} kind
   * @returns {Pressed | null}
   */
  judge(kind) {
    const tile = this.tile;
    if (!tile?.canJudge || (tile.verdict?.isOwn && tile.verdict.kind === kind)) return null;
    const before = tile.verdict;
    const beforeKey = this.keys.get(tile.id) ?? null;
    const key = this.newKey();
    this.presses.set(key, { tile: tile.id, before, beforeKey });
    this.undoable.push(key);
    this.keys.set(tile.id, key);
    tile.verdict = { id: null, kind, by: this.data.name, isOwn: true };
    const body = { violation_ids: tile.violations, signal_ids: tile.signals, kind };
    /** @type {Pressed} */
    const pressed = { key, act: "verdict", url: `${JUDGING}/session/${tile.session}/verdicts`, body, about: tile.id };
    // What another moderator said is not shown, so nothing is said to have stood there.
    const seen = before && (before.id ?? beforeKey);
    return seen ? { ...pressed, seen } : pressed;
  }

  get canUndo() {
    return this.undoable.length > 0 || Boolean(this.tile?.canJudge && this.tile.verdict?.isOwn && this.tile.verdict.id);
  }

  /**
   * Takes the last press back, wherever it was; where there is none, one's own earlier word about the chosen tile.
   *
   * @returns {Pressed | null}
   */
  undo() {
    if (!this.canUndo) return null;
    const key = this.undoable.pop();
    return this.takenBack(key ? this.unpressed(key) : this.unsaid());
  }

  /** The last press shows no more. @param {string} key */
  unpressed(key) {
    const tile = this.tileOf(this.presses.get(key)?.tile ?? "");
    this.putBack(key);
    if (tile) this.chosen = this.tiles.indexOf(tile);
    return key;
  }

  /** One's own earlier word about the chosen tile shows no more; its id. */
  unsaid() {
    const tile = this.tile;
    const id = tile?.verdict?.id ?? "";
    if (tile) tile.verdict = null;
    return id;
  }

  /**
   * @param {string} of a key or an id
   * @returns {Pressed}
   */
  takenBack(of) {
    const url = `${JUDGING}/verdicts/{of}/take-back`;
    return { key: this.newKey(), act: "take_back", url, body: {}, about: this.tile?.id ?? "", of };
  }

  /** Shows again what stood before this press. @param {string} key */
  putBack(key) {
    const press = this.presses.get(key);
    const tile = press && this.tileOf(press.tile);
    if (!press || !tile || this.keys.get(tile.id) !== key) return;
    tile.verdict = press.before;
    if (press.beforeKey) this.keys.set(tile.id, press.beforeKey);
    else this.keys.delete(tile.id);
  }

  /** The server did not take it: it stands no more, also under what was pressed since. @param {string} key */
  refused(key) {
    const press = this.presses.get(key);
    if (!press) return;
    const { before, beforeKey } = press;
    for (const later of this.presses.values()) if (later.beforeKey === key) Object.assign(later, { before, beforeKey });
    this.putBack(key);
    this.undoable = this.undoable.filter((one) => one !== key);
  }

  /**
   * The server stored it.
   *
   * @param {string} key
   * @param {string | null} id of the verdict
   * @returns {boolean} whether it was pressed here, and not before the page was loaded
   */
  taken(key, id) {
    const press = this.presses.get(key);
    const tile = press && this.tileOf(press.tile);
    if (tile?.verdict && this.keys.get(tile.id) === key) tile.verdict.id = id;
    return press !== undefined;
  }
}
