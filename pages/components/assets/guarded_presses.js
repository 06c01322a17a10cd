// Presses that come too early, or under a pointer that has lain there since before, reach nothing: for the page's buttons
// (press_guard.js) and for those of a component (case_screen.js).

/**
 * @typedef {object} GuardData from pages/components/guarded_button.py
 * @property {string} prefix of the class by which a guarded button's element is known
 * @property {number} shown_ms how long one must have been seen
 */
/** @typedef {{ x: number, y: number }} Point of the window, in pixels */
/** @typedef {{ since: number, under: Point | null }} Seen when it was painted, and where the pointer lay on it then */

const LEFT_PX = 8;
/** Where the guards of one window keep the pointer: one that has only just come must know where it lay before. */
const POINTER = "proctorPointer";

export class PressGuard {
  /**
   * @param {Document} page
   * @param {Window & typeof globalThis} window its window, whose clock is asked
   * @param {GuardData} data
   * @param {Document | Node} root where the buttons are: the page, or a component's own part of it
   * @param {AbortSignal} [ending] of that part
   */
  constructor(page, window, { prefix, shown_ms: shownMs }, root = page, ending = undefined) {
    this.page = page;
    this.window = window;
    this.root = /** @type {ParentNode & Node} */ (root);
    this.ending = ending;
    this.prefix = prefix;
    this.shownMs = shownMs;
    this.selector = `[class*="${prefix}"]`;
    /** @type {Map<string, Seen>} */
    this.seen = new Map();
    this.isLooking = false;
    this.timer = 0;
  }

  begin() {
    const observer = new this.window.MutationObserver(() => this.lookSoon());
    const signal = this.ending;
    const around = this.root === this.page ? this.page.body : this.root;
    observer.observe(around, { subtree: true, childList: true, attributeFilter: ["class"] });
    signal?.addEventListener("abort", () => observer.disconnect());
    this.root.addEventListener("click", (event) => this.take(/** @type {PointerEvent} */ (event)), { capture: true, signal });
    for (const kind of /** @type {const} */ (["pointermove", "pointerdown"])) {
      this.page.addEventListener(kind, (event) => this.follow(event), { capture: true, passive: true, signal });
    }
    this.page.addEventListener("visibilitychange", () => this.forget(), { signal });
    this.lookSoon();
  }

  // With the frame after the next: only then it has been painted, however busy the page is.
  lookSoon() {
    if (this.isLooking) return;
    this.isLooking = true;
    const look = () => {
      this.isLooking = false;
      this.look();
    };
    this.window.requestAnimationFrame(() => this.window.requestAnimationFrame(look));
  }

  look() {
    const elements = [...this.root.querySelectorAll(this.selector)];
    const there = new Map(elements.map((element) => [this.keyOf(element), element]));
    for (const key of this.seen.keys()) if (!there.has(key)) this.seen.delete(key);
    for (const [key, element] of there) {
      if (!this.seen.has(key)) this.seen.set(key, { since: this.now(), under: this.pointerOver(element) });
    }
    this.show(there);
  }

  /**
   * Drawn with a dashed edge until a press would count.
   *
   * @param {Map<string, Element>} there
   */
  show(there) {
    const ages = [...there].map(([key, element]) => {
      element.toggleAttribute("data-armed", this.isArmed(key));
      return this.age(key);
    });
    const rest = ages.filter((age) => age < this.shownMs).map((age) => this.shownMs - age);
    this.window.clearTimeout(this.timer);
    if (rest.length) this.timer = this.window.setTimeout(() => this.look(), Math.min(...rest) + 1);
  }

  /** Swallows a press that comes too early. @param {PointerEvent} event */
  take(event) {
    const element = /** @type {Element} */ (event.target).closest?.(this.selector);
    if (!element) return;
    this.look();
    const key = this.keyOf(element);
    const isOfMouse = event.detail > 0 && event.pointerType !== "touch";
    if (this.age(key) >= this.shownMs && !(isOfMouse && this.isUnder(key))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** @param {PointerEvent} event */
  follow({ clientX, clientY, pointerType }) {
    if (pointerType === "touch") return;
    /** @type {any} */ (this.window)[POINTER] = { x: clientX, y: clientY };
    const left = [...this.seen.values()].filter(({ under }) => under && hasLeft(under, clientX, clientY));
    for (const one of left) one.under = null;
    if (left.length) this.lookSoon();
  }

  forget() {
    this.seen.clear();
    if (!this.page.hidden) this.lookSoon();
  }

  /** @param {Element} element */
  keyOf(element) {
    return [...element.classList].find((name) => name.startsWith(this.prefix)) ?? "";
  }

  now() {
    return this.window.performance.now();
  }

  /** How long it has been on the screen, in ms; -Infinity while it was not. @param {string} key */
  age(key) {
    return this.now() - (this.seen.get(key)?.since ?? Infinity);
  }

  /** The pointer has lain on it since before it came. @param {string} key */
  isUnder(key) {
    return Boolean(this.seen.get(key)?.under);
  }

  /** @param {string} key */
  isArmed(key) {
    return this.age(key) >= this.shownMs && !this.isUnder(key);
  }

  /** @param {Element} element */
  pointerOver(element) {
    /** @type {Point | undefined} */
    const pointer = /** @type {any} */ (this.window)[POINTER];
    if (!pointer) return null;
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const { x, y } = pointer;
    return x >= left && x <= right && y >= top && y <= bottom ? pointer : null;
  }
}

/**
 * @param {Point} under
 * @param {number} x
 * @param {number} y
 */
function hasLeft(under, x, y) {
  return Math.hypot(under.x - x, under.y - y) > LEFT_PX;
}
