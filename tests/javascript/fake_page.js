// As much of a page as the press guard sees: guarded elements with a place, a pointer, frames and a clock.
import { FakeClock } from "./fake_clock.js";

const FRAME_MS = 16;

/** A guarded button of 100 x 40 pixels at `x`, `y`. */
export class FakeButton {
  isArmed = false;

  constructor(key, x = 0, y = 0) {
    this.classList = ["stButton", key];
    this.place = { left: x, right: x + 100, top: y, bottom: y + 40 };
  }

  toggleAttribute(name, isOn) {
    if (name === "data-armed") this.isArmed = isOn;
  }

  getBoundingClientRect() {
    return this.place;
  }

  closest() {
    return this;
  }
}

export class FakePage extends EventTarget {
  body = {};
  hidden = false;
  buttons = [];

  constructor() {
    super();
    this.clock = new FakeClock();
    const observe = (look) => (this.changed = look);
    this.window = {
      performance: { now: this.clock.now },
      setTimeout: this.clock.setTimeout,
      clearTimeout: this.clock.clearTimeout,
      requestAnimationFrame: (call) => this.clock.setTimeout(call, FRAME_MS),
      MutationObserver: class {
        constructor(look) {
          observe(look);
        }

        observe() {}
      },
    };
  }

  querySelectorAll() {
    return this.buttons;
  }

  /** Draws these guarded buttons instead of those that were there, and lets two frames pass. */
  async draws(...buttons) {
    this.buttons = buttons;
    this.changed();
    await this.clock.advance(2 * FRAME_MS);
  }

  /** Whether the press reaches the button. Without a place it is the keyboard's. */
  press(button, { pointerType = "mouse", detail = 1 } = {}) {
    const event = new Event("click", { cancelable: true });
    Object.defineProperties(event, { target: { value: button }, detail: { value: detail }, pointerType: { value: pointerType } });
    this.dispatchEvent(event);
    return !event.defaultPrevented;
  }

  pointerAt(clientX, clientY, pointerType = "mouse") {
    this.dispatchEvent(Object.assign(new Event("pointermove"), { clientX, clientY, pointerType }));
  }

  hides(hidden) {
    this.hidden = hidden;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}
