// The incident that is looked at: its pictures large, its facts, what stands about it, and a button for each key.
import { VERDICT_KEYS } from "./case_keys.js";
import { find, make, setText, show } from "./elements.js";
import { standingWords } from "./gallery_tile.js";

/** @import { GalleryData, GalleryTile } from "./gallery_data.d.ts" */
/** @import { VerdictKind } from "./case_data.d.ts" */
/** @import { GalleryState } from "./gallery_state.js" */
/**
 * @typedef {object} GalleryActs
 * @property {(kind: VerdictKind) => void} judge
 * @property {() => void} undo
 * @property {() => void} open
 * @property {() => void} enlarge
 * @property {(tile: string) => unknown} seen its picture is on the screen, or known to be gone
 */

export class ChosenTile {
  /**
   * @param {HTMLElement} root
   * @param {GalleryActs} acts
   */
  constructor(root, acts) {
    this.root = root;
    this.acts = acts;
    this.part = (/** @type {string} */ selector) => find(root, selector);
    this.image = find(root, ".full img", HTMLImageElement);
    this.picture = 0;
    this.missing = "";
    this.shown = "";
    this.isThere = false;
    this.image.addEventListener("load", () => this.arrived(""));
    this.image.addEventListener("error", () => this.arrived(this.missing));
    this.part(".full").addEventListener("click", () => acts.enlarge());
  }

  /** @param {GalleryState} state */
  draw(state) {
    const { tile, data } = state;
    this.root.hidden = !tile;
    if (!tile) return;
    this.part(".full").setAttribute("aria-label", `${data.said.enlarge} (F)`);
    if (this.shown !== tile.id) this.open(tile, data);
    setText(this.part(".standing"), tile.canJudge ? standingWords(tile, data).long || data.said.not_judged : whyNot(tile, data));
    this.part(".verdicts").replaceChildren(...(tile.canJudge ? this.buttons(tile, data) : []));
    const undo = keyed("plain", data.said.undo, "Z", data.said.undo_help, this.acts.undo);
    undo.disabled = !state.canUndo;
    this.part(".ways").replaceChildren(undo, keyed("plain", data.said.open, "O", data.said.open_help, this.acts.open));
    setText(this.part(".keys"), data.said.keys);
  }

  /**
   * @param {GalleryTile} tile
   * @param {GalleryData} data
   */
  open(tile, data) {
    this.shown = tile.id;
    const facts = make("p", "facts", tile.facts);
    const title = make("b", "", tile.label);
    title.style.setProperty("--edge", tile.colour);
    const head = make("p", "head", title, ` ${tile.span} · ${tile.code} · ${tile.survey} · ${tile.when}`);
    this.part("figcaption").replaceChildren(head, facts);
    this.part(".moments").setAttribute("aria-label", data.said.moments);
    this.part(".moments").replaceChildren(...tile.pictures.map((picture, place) => this.moment(tile, place, picture.moment)));
    this.look(tile, tile.best);
  }

  /**
   * @param {GalleryTile} tile
   * @param {number} place
   * @param {string} word
   */
  moment(tile, place, word) {
    const button = /** @type {HTMLButtonElement} */ (make("button", "moment", word));
    button.type = "button";
    button.addEventListener("click", () => this.look(tile, place));
    return button;
  }

  /**
   * @param {GalleryTile} tile
   * @param {number} place
   */
  look(tile, place) {
    this.picture = place;
    const { src, sentence, missing } = tile.pictures[place];
    this.missing = missing;
    this.isThere = false;
    this.image.alt = sentence;
    this.image.hidden = false;
    if (this.image.getAttribute("src") !== src) this.image.src = src;
    else this.arrived(this.image.naturalWidth ? "" : missing);
    for (const [index, button] of [...this.part(".moments").children].entries()) {
      button.setAttribute("aria-pressed", String(index === place));
    }
  }

  /** @param {string} lost why it did not come */
  arrived(lost) {
    this.image.hidden = Boolean(lost);
    show(this.part(".full .lost"), lost);
    this.isThere = true;
    this.acts.seen(this.shown);
  }

  /** The page, which was hidden, can be seen again. */
  seeAgain() {
    if (this.isThere) this.acts.seen(this.shown);
  }

  /**
   * @param {GalleryTile} tile
   * @param {GalleryData} data
   */
  buttons(tile, { verdicts }) {
    return VERDICT_KEYS.map(([kind, key]) => {
      const { button: word, help, sign } = verdicts[kind];
      const button = keyed("verdict", `${sign} ${word}`, key.toUpperCase(), help, () => this.acts.judge(kind));
      button.setAttribute("aria-pressed", String(Boolean(tile.verdict?.isOwn) && tile.verdict?.kind === kind));
      return button;
    });
  }
}

/**
 * @param {GalleryTile} tile
 * @param {GalleryData} data
 */
function whyNot(tile, data) {
  const { long } = standingWords(tile, data);
  return long ? `${long}. ${tile.why}` : tile.why;
}

/**
 * @param {string} name
 * @param {string} word
 * @param {string} key
 * @param {string} help
 * @param {() => void} act
 */
function keyed(name, word, key, help, act) {
  const button = /** @type {HTMLButtonElement} */ (make("button", name, `${word} `, make("kbd", "", key)));
  button.type = "button";
  button.title = help;
  button.addEventListener("click", act);
  return button;
}
