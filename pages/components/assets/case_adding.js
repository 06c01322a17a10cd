// An incident that the checks missed: what it is, from when to when. It opens at the moment that is shown.
import { keyButton, pressable } from "./case_incident.js";
import { make } from "./elements.js";
import { clockTime, secondsOf } from "./time_axis.js";

/** @import { CaseData } from "./case_data.d.ts" */
/**
 * @typedef {object} AddingActs
 * @property {(type: string, onset: number, offset: number) => void} add
 * @property {() => number} now the second that is shown
 * @property {() => void} closed
 */

const AROUND_S = 3;

export class AddedIncident {
  /**
   * @param {HTMLElement} root
   * @param {AddingActs} acts
   */
  constructor(root, acts) {
    this.root = root;
    this.acts = acts;
    this.isOpen = false;
    this.type = "";
    /** As typed. @type {[string, string]} */
    this.times = ["", ""];
  }

  /**
   * @param {CaseData | undefined} data
   * @param {number} at
   */
  open(data, at) {
    if (!data || this.isOpen) return;
    this.isOpen = true;
    this.data = data;
    this.type = "";
    const to = Math.min(data.length, at + AROUND_S);
    this.times = [clockTime(Math.max(0, at - AROUND_S)), clockTime(to)];
    this.root.parentElement?.classList.add("asking");
    this.draw(data);
  }

  close() {
    this.isOpen = false;
    this.root.parentElement?.classList.remove("asking");
    this.acts.closed();
  }

  /** @param {CaseData} data */
  draw(data) {
    const { said } = data;
    const save = keyButton("decide-later", said.add, said.add_help, "i", () => this.save());
    this.check = () => (save.disabled = !this.type || this.span() === null);
    const back = pressable("plain", said.back, said.back, "Escape", () => this.close());
    const fields = [said.from, said.to].map((label, place) => this.time(label, place));
    this.root.replaceChildren(this.types(data), make("div", "times", ...fields), make("div", "buttons", save, back));
    this.check();
  }

  /** @param {CaseData} data */
  types({ types, said }) {
    const list = make("fieldset", "presets", make("legend", "", said.add_what));
    for (const [place, { id, text }] of types.entries()) {
      const choice = document.createElement("input");
      Object.assign(choice, { type: "radio", name: "added-type", value: id, checked: this.type === id });
      choice.dataset.digit = String(place + 1);
      choice.addEventListener("change", () => {
        this.type = id;
        this.check?.();
      });
      list.append(make("label", "", choice, make("kbd", "", String(place + 1)), ` ${text}`));
    }
    return list;
  }

  /**
   * @param {string} label
   * @param {number} place 0: from, 1: to
   */
  time(label, place) {
    const input = document.createElement("input");
    Object.assign(input, { type: "text", value: this.times[place], size: 7 });
    input.addEventListener("input", () => {
      this.times[place] = input.value;
      this.check?.();
    });
    const here = pressable("plain", place ? "]" : "[", `${label}: ${this.data?.said.here}`, place ? "]" : "[", () => {
      this.times[place] = input.value = clockTime(this.acts.now());
      this.check?.();
    });
    return make("label", "time-field", label, input, here);
  }

  /** Seconds from and to; null where they are none, or not within the session. @returns {[number, number] | null} */
  span() {
    const [onset, offset] = this.times.map(secondsOf);
    const end = Math.ceil(this.data?.length ?? 0);
    if (onset === null || offset === null || offset > end) return null;
    // Shown to the second: the same second twice is that second.
    const until = Math.min(this.data?.length ?? 0, offset === onset ? onset + 1 : offset);
    return until > onset ? [onset, until] : null;
  }

  save() {
    const span = this.span();
    if (!this.type || !span) return;
    this.close();
    this.acts.add(this.type, ...span);
  }

  /** Whether the key means something in this form. @param {string} key */
  press(key) {
    if (key === "Escape") {
      this.close();
      return true;
    }
    const choice = this.root.querySelector(`input[data-digit="${key}"]`);
    if (!(choice instanceof HTMLInputElement)) return false;
    choice.click();
    choice.blur();
    return true;
  }
}
