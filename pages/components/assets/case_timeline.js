// A session on one line of time under its video: questions, what was alleged, signals, gaps, and the traces of head and phone
// with their limits. A click goes there; hovering says what it is and shows the video's picture of that moment.
import { find, make } from "./elements.js";
import { fillIn } from "./sentences.js";
import { axisTimes, clockTime, lookedAside, questionTicks, tracePath } from "./time_axis.js";

/** @import { Allegation, CaseData, CaseIncident, Traces } from "./case_data.d.ts" */
/**
 * @typedef {object} TimelineActs
 * @property {(at: number) => void} seek
 * @property {(number: number) => void} choose
 * @property {(at: number | null) => void} preview null: the pointer has left
 */

const SVG = "http://www.w3.org/2000/svg";
const LABELS_PX = 92;
const LANE = 15;
const TRACE = 20;
const AXIS = 15;
const MARKS_APART = 56;
const TICKS_APART = 13;
const LONGEST_S = 6;
const YAW_RANGE = 60;

export class CaseTimeline {
  /**
   * @param {HTMLElement} root
   * @param {CaseData} data
   * @param {TimelineActs} acts
   */
  constructor(root, data, acts) {
    this.root = root;
    this.data = data;
    this.acts = acts;
    /** @type {Traces | null} */
    this.traces = null;
    this.svg = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (root.querySelector("svg")));
    this.hint = find(root, ".hint");
    this.at = 0;
    this.width = 0;
  }

  /** @param {number} at */
  x(at) {
    const room = Math.max(1, this.width - LABELS_PX - 6);
    return LABELS_PX + (Math.min(at, this.data.length) / Math.max(1, this.data.length)) * room;
  }

  /** @param {number} x of the pointer, from the left edge */
  timeAt(x) {
    const share = (x - LABELS_PX) / Math.max(1, this.width - LABELS_PX - 6);
    return Math.min(1, Math.max(0, share)) * this.data.length;
  }

  /**
   * @param {CaseIncident[]} incidents
   * @param {number} chosen
   */
  draw(incidents, chosen) {
    this.width = this.root.clientWidth;
    this.svg.replaceChildren();
    const kinds = [...new Map(incidents.flatMap(({ alleged }) => alleged).map((one) => [one.label, one])).values()];
    const lanes = kinds.length + 2;
    const tracesAt = lanes * LANE;
    const height = tracesAt + (this.traces ? 3 * TRACE : 0) + AXIS;
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${height}`);
    this.svg.style.height = `${height}px`;
    for (const { onset, offset } of this.data.gaps) this.bar("gap", onset, offset, 0, height - AXIS, this.data.said.gap);
    const now = incidents[chosen - 1];
    if (now) this.bar("chosen", now.onset, now.offset, 0, height - AXIS);
    this.drawQuestions(height - AXIS);
    for (const [place, kind] of kinds.entries()) this.drawKind(incidents, kind, (place + 1) * LANE);
    this.drawSignals(incidents, (lanes - 1) * LANE);
    if (this.traces) this.drawTraces(this.traces, tracesAt);
    this.drawAxis(height);
    this.drawMarks(height - AXIS);
    this.playhead = this.line("playhead", this.x(this.at), 0, height - AXIS);
  }

  /** @param {number} height */
  drawQuestions(height) {
    this.label(this.data.said.questions, LANE / 2);
    for (const { x, questions } of questionTicks(this.data.questions, (at) => this.x(at), TICKS_APART)) {
      const line = this.line("tick", x, 0, height);
      const first = questions[0].number;
      const word = questions.length > 1 ? `${first}+` : String(first);
      const text = this.text("number", word, x + 2, LANE / 2 + 4);
      const title = questions.map(({ number, text: asked, at }) => `${clockTime(at)} ${number}. ${asked}`).join("\n");
      for (const part of [line, text]) part.dataset.hint = title;
    }
  }

  /** Moments that moderators marked while the session ran: a flag on a line. @param {number} height */
  drawMarks(height) {
    for (const { at, sentence } of this.data.marks) {
      const x = this.x(at);
      const flag = this.add("path", "mark");
      flag.setAttribute("d", `M${x.toFixed(1)} ${height}V1h9l-3 4 3 4h-9`);
      flag.dataset.hint = sentence;
    }
  }

  /**
   * @param {CaseIncident[]} incidents
   * @param {Allegation} kind
   * @param {number} top
   */
  drawKind(incidents, kind, top) {
    this.label(kind.label, top + LANE / 2);
    for (const { number, alleged } of incidents) {
      for (const one of alleged.filter(({ label }) => label === kind.label)) {
        const bar = this.bar("alleged", one.onset, one.offset, top + 2, LANE - 4, `${one.label} ${one.span}\n${one.why}`);
        bar.style.fill = one.colour;
        bar.dataset.incident = String(number);
      }
    }
  }

  /**
   * @param {CaseIncident[]} incidents
   * @param {number} top
   */
  drawSignals(incidents, top) {
    this.label(this.data.said.signals, top + LANE / 2);
    for (const { number, states } of incidents) {
      for (const one of states) {
        const bar = this.bar("signal", one.onset, one.offset, top + 2, LANE - 4, `${one.label} ${one.span}\n${one.why}`);
        bar.dataset.incident = String(number);
      }
    }
  }

  /**
   * @param {Traces} traces
   * @param {number} top
   */
  drawTraces(traces, top) {
    const { said, limits } = this.data;
    const rest = traces.rest_yaw ?? 0;
    const turned = (/** @type {number} */ value) => {
      const share = Math.max(-1, Math.min(1, (value - rest) / YAW_RANGE));
      return top + (TRACE / 2) * (1 - share);
    };
    this.label(said.head, top + TRACE / 2);
    for (const limit of [limits.yaw, -limits.yaw]) this.level(turned(rest + limit));
    this.trace("head", traces.at, traces.yaw, turned);
    this.label(said.eyes, top + 1.5 * TRACE);
    const aside = (/** @type {number} */ value) => turned(value + rest) + TRACE;
    for (const limit of [limits.gaze, -limits.gaze]) this.level(aside(limit));
    this.trace("eyes", traces.at, lookedAside(traces, limits.eye), aside);
    const under = top + 2 * TRACE;
    const score = (/** @type {number} */ value) => under + TRACE - 2 - (TRACE - 4) * Math.min(1, value);
    this.label(said.phone, under + TRACE / 2);
    this.level(score(limits.phone));
    this.trace("phone", traces.at, traces.phone, score);
  }

  /**
   * @param {string} className
   * @param {number[]} at
   * @param {(number | null)[]} values
   * @param {(value: number) => number} yOf
   */
  trace(className, at, values, yOf) {
    const path = this.add("path", `trace ${className}`);
    path.setAttribute("d", tracePath(at, values, (time) => this.x(time), yOf, LONGEST_S));
  }

  /** @param {number} height */
  drawAxis(height) {
    for (const at of axisTimes(this.data.length, this.width - LABELS_PX, MARKS_APART)) {
      this.text("time", clockTime(at), this.x(at), height - 3);
    }
  }

  /** @param {number} at */
  moveTo(at) {
    this.at = at;
    if (!this.playhead) return;
    for (const end of ["x1", "x2"]) this.playhead.setAttribute(end, this.x(at).toFixed(1));
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    this.svg.addEventListener("pointermove", (event) => this.follow(event), { signal });
    this.svg.addEventListener("pointerleave", () => this.leave(), { signal });
    this.svg.addEventListener("click", (event) => this.press(event), { signal });
    const observer = new ResizeObserver(() => this.root.dispatchEvent(new Event("resized")));
    observer.observe(this.root);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  /** @param {MouseEvent} event */
  press(event) {
    const { incident } = /** @type {SVGElement} */ (event.target).dataset;
    if (incident) this.acts.choose(Number(incident));
    else if (this.pointerX(event) >= LABELS_PX) this.acts.seek(this.timeAt(this.pointerX(event)));
  }

  /** @param {MouseEvent} event */
  follow(event) {
    const x = this.pointerX(event);
    const at = this.timeAt(x);
    const { hint } = /** @type {SVGElement} */ (event.target).dataset;
    const isOver = x >= LABELS_PX;
    this.hint.hidden = !isOver;
    if (!isOver) return this.acts.preview(null);
    find(this.hint, ".words").replaceChildren(make("b", "", clockTime(at)), hint ? ` ${hint}` : "");
    this.hint.style.left = `${Math.min(Math.max(0, x - 80), Math.max(0, this.width - 240))}px`;
    this.acts.preview(at);
  }

  leave() {
    this.hint.hidden = true;
    this.acts.preview(null);
  }

  /** @param {MouseEvent} event */
  pointerX(event) {
    return event.clientX - this.svg.getBoundingClientRect().left;
  }

  describe() {
    const { said, incidents } = this.data;
    const length = clockTime(this.data.length);
    const marks = this.data.marks.map(({ at, sentence }) => `${clockTime(at)} ${sentence}`);
    this.svg.setAttribute("aria-label", [fillIn(said.timeline, { count: incidents.length, length }), ...marks].join(". "));
  }

  /**
   * @param {string} tag
   * @param {string} className
   */
  add(tag, className) {
    const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
    element.setAttribute("class", className);
    this.svg.append(element);
    return element;
  }

  /**
   * @param {string} className
   * @param {number} onset
   * @param {number} offset
   * @param {number} top
   * @param {number} height
   * @param {string} [hint]
   */
  bar(className, onset, offset, top, height, hint) {
    const bar = this.add("rect", className);
    const x = this.x(onset);
    const place = { x, y: top, width: Math.max(3, this.x(offset) - x), height };
    for (const [name, value] of Object.entries(place)) bar.setAttribute(name, value.toFixed(1));
    if (hint) bar.dataset.hint = hint;
    return bar;
  }

  /**
   * @param {string} className
   * @param {number} x
   * @param {number} top
   * @param {number} bottom
   */
  line(className, x, top, bottom) {
    const line = this.add("line", className);
    for (const [name, value] of Object.entries({ x1: x, x2: x, y1: top, y2: bottom })) line.setAttribute(name, value.toFixed(1));
    return line;
  }

  /** @param {number} y */
  level(y) {
    const line = this.line("limit", LABELS_PX, y, y);
    line.setAttribute("x2", String(this.width - 6));
  }

  /**
   * @param {string} className
   * @param {string} words
   * @param {number} x
   * @param {number} y
   */
  text(className, words, x, y) {
    const text = this.add("text", className);
    text.textContent = words;
    text.setAttribute("x", x.toFixed(1));
    text.setAttribute("y", y.toFixed(1));
    return text;
  }

  /**
   * @param {string} words
   * @param {number} y
   */
  label(words, y) {
    this.text("label", words, LABELS_PX - 6, y + 4);
  }
}
