// Approve, reject, escalate: never a default. A rejection and an escalation first ask why; none acts before its case was seen.
import { keyButton, pressable } from "./case_incident.js";
import { make } from "./elements.js";
import { fillIn } from "./sentences.js";

/** @import { CaseData } from "./case_data.d.ts" */
/** @import { CaseState } from "./case_state.js" */
/** @typedef {(kind: string, notes: string, note: string) => void} Decide */

/** @type {Record<string, string>} */
export const DECISION_KEYS = { approve: "a", reject: "r", flag: "e" };
export const GUARDED_PREFIX = "decides-";
const LONGEST_WORDS = 4000;

export class CaseDecision {
  /**
   * @param {HTMLElement} root
   * @param {Decide} decide
   */
  constructor(root, decide) {
    this.root = root;
    this.decide = decide;
    /** What is typed stays while case and person are the same. @type {Record<string, string>} */
    this.typed = {};
    this.about = "";
    /** The kind whose words are being asked for. */
    this.asking = "";
    this.isSending = false;
  }

  /** @param {CaseState} state */
  draw(state) {
    const { data } = state;
    const about = `${data.review} ${data.actor}`;
    if (this.about !== about) Object.assign(this, { about, typed: {}, asking: "", isSending: false });
    // It has arrived: once it is taken back, another one can be sent.
    if (!data.canJudge) this.isSending = false;
    this.state = state;
    this.root.hidden = !data.canJudge;
    this.root.parentElement?.classList.toggle("asking", Boolean(this.asking));
    if (!data.canJudge) return;
    if (this.asking) this.drawAsking(data);
    else this.drawButtons(state);
  }

  /** @param {CaseState} state */
  drawButtons({ data, open, revision }) {
    const buttons = data.kinds.map(({ id: kind }) => {
      const { button: word, help } = data.decisions[kind];
      const press = () => (kind === "approve" ? this.send(kind) : this.ask(kind));
      const button = keyButton(`decide ${GUARDED_PREFIX}${kind}-${data.review}-${revision}`, word, help, DECISION_KEYS[kind], press);
      button.disabled = this.isSending;
      return button;
    });
    const rest = open ? fillIn(data.said.open, { count: open }) : data.said.all_judged;
    const note = keyButton("plain note", data.said.note, data.said.note_help, "n", () => this.ask("note"));
    const words = make("p", "rest", this.isSending ? data.said.deciding : rest);
    this.root.replaceChildren(make("div", "line", words, note), make("div", "buttons", ...buttons));
  }

  /** @param {string} kind */
  ask(kind) {
    this.asking = kind;
    if (this.state) this.draw(this.state);
    const first = this.root.querySelector(kind === "note" ? "textarea" : "input");
    if (first instanceof HTMLElement) first.focus();
  }

  close() {
    if (!this.asking) return false;
    this.asking = "";
    if (this.state) this.draw(this.state);
    return true;
  }

  /** @param {CaseData} data */
  drawAsking(data) {
    const kind = this.asking;
    if (kind === "note") {
      const back = pressable("plain", data.said.done, data.said.done, "Escape", () => this.close());
      this.root.replaceChildren(this.field("note", data.said.note_label), make("div", "buttons", back));
      return;
    }
    const { button: word, help } = data.decisions[kind];
    const field = kind === "reject" ? "notes" : "note";
    const label = kind === "reject" ? data.said.reason_label : data.said.note_label;
    // The same as of the button that led here: what was seen for a second is the case.
    const guarded = `${GUARDED_PREFIX}${kind}-${data.review}-${this.state?.revision}`;
    // The second half of a double click on what asked why is no answer to it.
    const answer = (/** @type {MouseEvent} */ { detail }) => detail > 1 || this.send(kind);
    const sure = keyButton(`decide ${guarded}`, word, help, DECISION_KEYS[kind], answer);
    const back = pressable("plain", data.said.back, data.said.back, "Escape", () => this.close());
    const check = () => (sure.disabled = !this.typed[field]?.trim());
    this.root.replaceChildren(
      this.presets(data, kind, field, check),
      this.field(field, label, check),
      make("div", "buttons", sure, back),
    );
    check();
  }

  /**
   * @param {CaseData} data
   * @param {string} kind
   * @param {string} field
   * @param {() => void} check
   */
  presets(data, kind, field, check) {
    const list = make("fieldset", "presets", make("legend", "", fillIn(data.said.why_decide, { decision: data.decisions[kind].button })));
    for (const [place, { id, text }] of (data.presets[kind] ?? []).entries()) {
      const choice = document.createElement("input");
      Object.assign(choice, { type: "radio", name: `why-${kind}`, value: id, checked: this.typed[field] === text });
      choice.dataset.digit = String(place + 1);
      choice.addEventListener("change", () => {
        this.typed[field] = text;
        const area = this.root.querySelector("textarea");
        if (area) area.value = text;
        check();
      });
      list.append(make("label", "", choice, make("kbd", "", String(place + 1)), ` ${text}`));
    }
    return list;
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {() => void} [changed]
   */
  field(name, label, changed = () => {}) {
    const area = document.createElement("textarea");
    area.maxLength = LONGEST_WORDS;
    area.rows = 2;
    area.value = this.typed[name] ?? "";
    area.addEventListener("input", () => {
      this.typed[name] = area.value;
      changed();
    });
    return make("label", "words", label, area);
  }

  /** @param {number} digit of a preset */
  choose(digit) {
    const choice = this.root.querySelector(`input[data-digit="${digit}"]`);
    if (!(choice instanceof HTMLInputElement)) return false;
    choice.click();
    choice.blur();
    return true;
  }

  /** @param {string} kind */
  send(kind) {
    if (this.isSending) return;
    this.isSending = true;
    this.asking = "";
    this.decide(kind, kind === "reject" ? (this.typed.notes ?? "") : "", this.typed.note ?? "");
    if (this.state) this.draw(this.state);
  }

  /** A decision that was refused may be pressed again. */
  failed() {
    this.isSending = false;
    if (this.state) this.draw(this.state);
  }
}
