// Running sessions as tiles. One light request every two seconds says how they stand. Nothing is asked for while the page lies in
// the background.
import { DrawnPlaces } from "./drawn_places.js";
import { find, setText, show } from "./elements.js";
import { LiveOrder } from "./live_order.js";
import { LiveTile } from "./live_tile.js";
import { fillIn } from "./sentences.js";

/** @import { Component } from "./component.d.ts" */
/** @import { GridData, RunningSession } from "./live_tile.js" */
/** @typedef {"" | "signed_out" | "out_of_reach"} GridTrouble words of texts_live.TILE */

const POLL_MS = 2000;
const ACROSS = { 1: 1, 4: 2, 9: 3, 16: 4 };
/** @type {DrawnPlaces<LiveGrid>} */
const grids = new DrawnPlaces();

/** @param {Component<GridData>} component */
export default function ({ parentElement, data, setTriggerValue }) {
  const grid = grids.at(parentElement, () => begin(new LiveGrid(find(parentElement, ".grid-frame"), data)));
  grid.data = data;
  grid.open = (id) => {
    if (!data.only) setTriggerValue("opened", id);
  };
  grid.draw();
  return () => grids.end(parentElement);
}

/** @param {LiveGrid} grid */
function begin(grid) {
  grid.poll();
  return grid;
}

class LiveGrid {
  /**
   * @param {HTMLElement} root
   * @param {GridData} data
   */
  constructor(root, data) {
    this.root = root;
    this.data = data;
    this.open = (/** @type {string} */ _id) => {};
    /** @type {RunningSession[]} */
    this.sessions = [];
    /** @type {Map<string, LiveTile>} */
    this.tiles = new Map();
    this.order = new LiveOrder();
    /** The server's time of what is shown. @type {Date | null} */
    this.heardAt = null;
    /** @type {GridTrouble} */
    this.trouble = "";
    this.timer = 0;
    this.ending = new AbortController();
    this.turnBy(".earlier", -1);
    this.turnBy(".later", 1);
  }

  /**
   * @param {string} selector of the button
   * @param {1 | -1} screens
   */
  turnBy(selector, screens) {
    const turn = () => {
      this.order.turn(screens * this.data.size);
      this.draw();
    };
    find(this.root, selector).addEventListener("click", turn, { signal: this.ending.signal });
  }

  async poll() {
    if (!document.hidden) await this.ask();
    if (!this.ending.signal.aborted) this.timer = window.setTimeout(() => this.poll(), POLL_MS);
  }

  async ask() {
    try {
      const answer = await fetch("/api/live/sessions");
      this.trouble = troubleOf(answer);
      if (answer.ok) {
        const { now, sessions } = await answer.json();
        this.heardAt = new Date(now);
        this.sessions = sessions;
      }
    } catch {
      this.trouble = "out_of_reach";
    }
    if (!this.ending.signal.aborted) this.draw();
  }

  draw() {
    const { root, data, heardAt } = this;
    const shown = heardAt ? this.choose() : [];
    root.classList.toggle("only", Boolean(data.only));
    this.drawTiles(shown);
    const time = heardAt?.toLocaleTimeString(data.language) ?? "–";
    show(find(root, ".trouble"), this.trouble ? fillIn(data.said[this.trouble], { time }) : "");
    const isEmpty = heardAt && shown.length === 0;
    show(find(root, ".empty"), isEmpty ? data.said[data.only ? "gone" : "empty"] : "");
    this.drawPager();
  }

  choose() {
    const { only, size } = this.data;
    if (only) return this.sessions.filter((session) => session.id === only);
    return this.order.screen(this.sessions, size, Date.now());
  }

  /** @param {RunningSession[]} shown */
  drawTiles(shown) {
    const { only, size } = this.data;
    const list = find(this.root, ".grid");
    list.style.setProperty("--across", String(only ? 1 : ACROSS[size]));
    list.style.setProperty("--shape", size >= 9 ? "16 / 9" : "4 / 3");
    this.drop(shown);
    for (const [place, session] of shown.entries()) {
      const tile = this.tileOf(session.id);
      tile.draw(session, this.data, this.heardAt ?? new Date());
      // Only where the order changed: moving a node restarts its picture and takes its focus.
      if (list.children[place] !== tile.node) list.insertBefore(tile.node, list.children[place] ?? null);
    }
  }

  /** @param {string} id */
  tileOf(id) {
    const tile = this.tiles.get(id) ?? new LiveTile(id, () => this.open(id));
    this.tiles.set(id, tile);
    return tile;
  }

  /** @param {RunningSession[]} shown */
  drop(shown) {
    const here = new Set(shown.map(({ id }) => id));
    for (const [id, tile] of this.tiles) {
      if (here.has(id)) continue;
      tile.forget();
      tile.node.remove();
      this.tiles.delete(id);
    }
  }

  drawPager() {
    const { size, only, said } = this.data;
    const count = this.sessions.length;
    const { first } = this.order;
    find(this.root, ".pager").hidden = Boolean(only) || count <= size;
    const last = Math.min(count, first + size);
    setText(find(this.root, ".where"), fillIn(said.page, { first: first + 1, last, count }));
    this.drawTurn("earlier", first === 0);
    this.drawTurn("later", last >= count);
  }

  /**
   * @param {string} name
   * @param {boolean} isOver
   */
  drawTurn(name, isOver) {
    const button = find(this.root, `.${name}`, HTMLButtonElement);
    setText(button, this.data.said[name]);
    button.disabled = isOver;
  }

  close() {
    clearTimeout(this.timer);
    this.ending.abort();
    for (const tile of this.tiles.values()) tile.forget();
  }
}

/**
 * @param {Response} answer
 * @returns {GridTrouble}
 */
function troubleOf({ ok, status }) {
  if (ok) return "";
  return status === 401 || status === 403 ? "signed_out" : "out_of_reach";
}
