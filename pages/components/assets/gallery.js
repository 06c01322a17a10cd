// Incidents of many sessions as a dense grid: keys or the pointer choose one, its pictures stand large beside it, keys and buttons
// judge it. Verdicts go to the API by themselves; the page's script runs only for "open this case".
import { Arming } from "./arming.js";
import { actingKey, VERDICT_KEYS } from "./case_keys.js";
import { madeId, post } from "./case_requests.js";
import { DrawnPlaces } from "./drawn_places.js";
import { find, setText, show } from "./elements.js";
import { ChosenTile } from "./gallery_chosen.js";
import { GalleryState } from "./gallery_state.js";
import { markTile, tileItem } from "./gallery_tile.js";
import { newKey } from "./verdict_queue.js";
import { queueOf } from "./window_queues.js";

/** @import { Component } from "./component.d.ts" */
/** @import { GalleryData } from "./gallery_data.d.ts" */
/** @import { VerdictKind } from "./case_data.d.ts" */
/** @import { Pressed, QueueState, Returned } from "./verdict_queue.js" */

const TILE_MS = 300;
/** @type {Map<string, VerdictKind>} */
const KINDS = new Map(VERDICT_KEYS.map(([kind, key]) => [key, kind]));
/** @type {DrawnPlaces<Gallery>} */
const galleries = new DrawnPlaces();

/** @param {Component<GalleryData>} component */
export default function ({ parentElement, data, setTriggerValue }) {
  const gallery = galleries.at(parentElement, () => new Gallery(find(parentElement, ".gallery")));
  gallery.trigger = setTriggerValue;
  gallery.show(data);
  return () => galleries.end(parentElement);
}

class Gallery {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {GalleryState | null} */
    this.state = null;
    this.csrf = "";
    this.refusal = "";
    /** @type {import("./verdict_queue.js").VerdictQueue | undefined} */
    this.queue = undefined;
    this.arming = new Arming(() => performance.now(), TILE_MS);
    this.trigger = (/** @type {string} */ _name, /** @type {unknown} */ _value) => {};
    this.chosen = new ChosenTile(find(root, ".chosen"), {
      judge: (kind) => this.judge(kind),
      undo: () => this.undo(),
      open: () => this.open(),
      enlarge: () => this.enlarge(),
      seen: (tile) => document.hidden || this.arming.drawn(tile),
    });
    this.large = find(root, ".large", HTMLDialogElement);
    this.large.addEventListener("click", () => this.large.close());
    this.ending = new AbortController();
    const { signal } = this.ending;
    document.addEventListener("keydown", (event) => this.press(event), { capture: true, signal });
    const look = () => (document.hidden ? this.arming.left() : this.chosen.seeAgain());
    document.addEventListener("visibilitychange", look, { signal });
  }

  close() {
    this.ending.abort();
    this.large.close();
  }

  /** @param {GalleryData} data */
  show(data) {
    this.csrf = data.csrf;
    const isSamePerson = this.state?.data.actor === data.actor;
    if (!isSamePerson) this.queue = undefined;
    this.state = new GalleryState(data, newKey, isSamePerson ? this.state : null, this.queue?.about);
    this.queue ??= this.queueOf(data.actor);
    const grid = find(this.root, ".grid");
    grid.replaceChildren(...this.state.tiles.map((tile, place) => tileItem(tile, data, () => this.choose(place))));
    this.draw();
  }

  draw() {
    const { state } = this;
    if (!state) return;
    for (const [place, item] of [...find(this.root, ".grid").children].entries()) {
      if (item instanceof HTMLElement) markTile(item, state.tiles[place], state.data, place === state.chosen);
    }
    this.chosen.draw(state);
    if (this.large.open) this.drawLarge();
  }

  /** @param {number} place */
  choose(place) {
    if (!this.state?.choose(place)) return;
    this.arming.left();
    this.draw();
    const button = find(this.root, ".grid").children[place]?.firstElementChild;
    if (button instanceof HTMLElement) {
      button.focus({ preventScroll: true });
      button.scrollIntoView({ block: "nearest" });
    }
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const key = actingKey(event);
    if (!key || !this.state?.tile || this.root.offsetParent === null) return;
    if (!this.act(key, event.composedPath().includes(this.root))) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * Whether the key is one of ours. Arrows move only while something of the gallery has the focus: else they scroll the page.
   *
   * @param {string} key
   * @param {boolean} isWithin
   */
  act(key, isWithin) {
    const step = this.stepOf(key, isWithin);
    const kind = KINDS.get(key);
    if (step) this.choose((this.state?.chosen ?? 0) + step);
    else if (kind) this.judge(kind);
    else if (key === "z") this.undo();
    else if (key === "o") this.open();
    else if (key === "f") this.enlarge();
    else return false;
    return true;
  }

  /**
   * @param {string} key
   * @param {boolean} isWithin
   */
  stepOf(key, isWithin) {
    if (key === "j") return 1;
    if (key === "k") return -1;
    if (!isWithin) return 0;
    const row = getComputedStyle(find(this.root, ".grid")).gridTemplateColumns.split(" ").length;
    return { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row }[key] ?? 0;
  }

  /** @param {VerdictKind} kind */
  judge(kind) {
    const { state } = this;
    if (!state?.tile || !this.arming.isArmed(state.tile.id)) return;
    this.send(state.judge(kind));
  }

  undo() {
    this.send(this.state?.undo() ?? null);
  }

  /** @param {Pressed | null} pressed */
  send(pressed) {
    if (!pressed) return;
    this.draw();
    this.queue?.push(pressed);
  }

  open() {
    const tile = this.state?.tile;
    if (tile) this.trigger("opened", { session: tile.session, violation: tile.id });
  }

  enlarge() {
    if (this.large.open) {
      this.large.close();
      return;
    }
    this.drawLarge();
    if (this.state?.tile) this.large.showModal();
  }

  drawLarge() {
    const { state, chosen } = this;
    const picture = state?.tile?.pictures[chosen.picture];
    if (!state || !picture) return;
    const image = find(this.large, "img", HTMLImageElement);
    image.src = picture.src;
    image.alt = picture.sentence;
    setText(find(this.large, "p"), picture.sentence);
    setText(find(this.large, "button"), state.data.said.close);
  }

  /** @param {string} actor */
  queueOf(actor) {
    return queueOf(window, "gallery", actor, {
      send: (pressed) => post(pressed, this.csrf),
      taken: (pressed, body) => this.taken(pressed, body),
      refused: (pressed, returned) => this.refused(pressed, returned),
      changed: (state, waiting) => this.say(state, waiting),
    });
  }

  /** @param {Pressed} pressed @param {any} body @returns {string | null} */
  taken(pressed, body) {
    const id = madeId(body, pressed);
    if (pressed.act === "verdict" && !this.state?.taken(pressed.key, id)) this.trigger("changed", Date.now());
    return id;
  }

  /**
   * @param {Pressed} pressed
   * @param {Returned} returned
   */
  refused(pressed, { body }) {
    this.state?.refused(pressed.key);
    this.refusal = `${this.state?.data.said.refused ?? ""} ${body?.detail ?? ""}`.trim();
    this.draw();
    // What is shown may be what the server never had.
    this.trigger("changed", Date.now());
  }

  /**
   * @param {QueueState} state
   * @param {number} waiting
   */
  say(state, waiting) {
    if (waiting && state === "saving") this.refusal = "";
    show(find(this.root, ".state"), this.state?.data.said[state] || this.refusal || "");
    this.draw();
  }
}
