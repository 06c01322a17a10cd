// Time that a test turns: nothing waits.

/** As pages/components/assets/clock.js describes it. */
export class FakeClock {
  constructor(at = 1_000_000) {
    this.at = at;
    this.waiting = new Map();
    this.last = 0;
    this.now = () => this.at;
    this.setTimeout = (call, ms) => {
      this.waiting.set(++this.last, { call, due: this.at + ms });
      return this.last;
    };
    this.clearTimeout = (timer) => this.waiting.delete(timer);
  }

  /** Lets time go by; what is due is called in its order, and what it promised is kept before the next. */
  async advance(ms) {
    const end = this.at + ms;
    for (let next = this.next(end); next; next = this.next(end)) {
      const [timer, { call, due }] = next;
      this.waiting.delete(timer);
      this.at = due;
      call();
      await settled();
    }
    this.at = end;
  }

  next(end) {
    const due = [...this.waiting].filter(([, one]) => one.due <= end);
    return due.sort(([, one], [, other]) => one.due - other.due)[0];
  }
}

/** Once all promises that can be kept are. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
