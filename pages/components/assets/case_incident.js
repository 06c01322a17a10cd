// The incident that is looked at: which of how many, what was measured with its limits, its pictures, what is said about it.
import { make } from "./elements.js";
import { fillIn } from "./sentences.js";

/** @import { Allegation, CaseData, CaseIncident, CasePicture } from "./case_data.d.ts" */
/** @import { CaseState } from "./case_state.js" */
/**
 * @typedef {object} IncidentActs
 * @property {(number: number) => void} choose
 * @property {(picture: CasePicture | null) => void} enlarge
 */

/**
 * @param {HTMLElement} root
 * @param {CaseState} state
 * @param {IncidentActs} acts
 */
export function drawIncident(root, state, acts) {
  const { data, incident } = state;
  if (!incident) {
    root.replaceChildren(make("p", "none", data.said.no_incidents));
    return;
  }
  const facts = incident.alleged.map((one) => allegation(data, one));
  const states = incident.states.map(({ label, span, why }) => fact(label, span, why));
  root.replaceChildren(head(state, incident, acts), pills(state, acts), make("div", "facts", ...facts, ...states), pictures(data, incident, acts));
}

/**
 * @param {CaseState} state
 * @param {CaseIncident} incident
 * @param {IncidentActs} acts
 */
function head(state, incident, acts) {
  const { said } = state.data;
  const count = state.incidents.length;
  const title = make("h2", "", fillIn(said.incident_of, { number: incident.number, count }));
  const step = (/** @type {string} */ sign, /** @type {string} */ label, /** @type {number} */ number, /** @type {string} */ key) => {
    const button = pressable("step", sign, label, key, () => acts.choose(number));
    button.disabled = number < 1 || number > count;
    return button;
  };
  const back = step("‹", said.previous, incident.number - 1, "k");
  const on = step("›", said.next, incident.number + 1, "j");
  return make("header", "", title, make("span", "span", incident.span), make("span", "room"), back, on);
}

/**
 * @param {CaseState} state
 * @param {IncidentActs} acts
 */
function pills(state, acts) {
  const list = make("div", "pills");
  list.setAttribute("role", "group");
  list.setAttribute("aria-label", state.data.said.list);
  for (const incident of state.incidents) {
    const { number } = incident;
    const [sign, said] = signOf(state.data, incident);
    const pill = pressable("pill", `${sign} ${number}`.trim(), said ? `${number}: ${said}` : String(number), "", () => acts.choose(number));
    pill.setAttribute("aria-pressed", String(number === state.chosen));
    list.append(pill);
  }
  return list;
}

/**
 * The sign of what counts about an incident, and its word.
 *
 * @param {CaseData} data
 * @param {CaseIncident} incident
 */
function signOf({ verdicts, said }, { verdict, added, muted }) {
  if (verdict) return [verdicts[verdict.kind].sign, verdicts[verdict.kind].said];
  if (added) return ["+", fillIn(said.added, { name: added.by || said.gone })];
  return muted ? [verdicts.dismiss.sign, fillIn(said.muted, { name: muted.by || said.gone })] : ["", ""];
}

/**
 * @param {CaseData} data
 * @param {Allegation} alleged
 */
function allegation({ said }, { label, colour, span, why, reliability }) {
  const drawn = fact(label, span, why, colour);
  if (!reliability) return drawn;
  const link = document.createElement("a");
  link.href = reliability;
  // Beside the case, which stays open.
  link.target = "_blank";
  link.textContent = said.how_reliable;
  link.setAttribute("aria-label", fillIn(said.how_reliable_check, { check: label }));
  drawn.lastElementChild?.append(" ", link);
  return drawn;
}

/**
 * @param {string} label
 * @param {string} span
 * @param {string} why
 * @param {string} [colour] none: a technical state, which accuses nobody
 */
function fact(label, span, why, colour) {
  const square = make("i", colour ? "square" : "square hatched");
  if (colour) square.style.background = colour;
  const title = make("p", "what", square, make("b", "", label), ` ${span}`);
  return make("div", "", title, make("p", "why", why));
}

/**
 * @param {CaseData} data
 * @param {CaseIncident} incident
 * @param {IncidentActs} acts
 */
function pictures(data, incident, acts) {
  const list = make("div", "pictures");
  for (const picture of incident.pictures) {
    const image = document.createElement("img");
    image.src = picture.src;
    image.alt = "";
    image.addEventListener("error", () => image.replaceWith(make("span", "lost", data.said.missing)), { once: true });
    const button = pressable("picture", "", picture.sentence, "", () => acts.enlarge(picture));
    button.replaceChildren(image, make("span", "", make("b", "", picture.time), ` ${picture.moment}`));
    button.style.setProperty("--edge", picture.colour);
    for (const entering of ["mouseenter", "focus"]) button.addEventListener(entering, () => acts.enlarge(picture));
    for (const leaving of ["mouseleave", "blur"]) button.addEventListener(leaving, () => acts.enlarge(null));
    list.append(button);
  }
  return list;
}

/**
 * A button that a key presses too.
 *
 * @param {string} className
 * @param {string} text
 * @param {string} label what it does, in full
 * @param {string} key nothing where it has none
 * @param {(event: MouseEvent) => unknown} act
 */
export function pressable(className, text, label, key, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = className;
  button.append(text);
  button.title = label;
  button.setAttribute("aria-label", label);
  if (key) {
    button.dataset.key = key;
    button.setAttribute("aria-keyshortcuts", key);
  }
  button.addEventListener("click", act);
  return button;
}

/**
 * A button with its word and its key on it.
 *
 * @param {string} className
 * @param {string} word
 * @param {string} help
 * @param {string} key
 * @param {(event: MouseEvent) => unknown} act
 */
export function keyButton(className, word, help, key, act) {
  const button = pressable(className, "", word, key, act);
  button.title = help;
  const sign = make("kbd", "", key === " " ? "␣" : key.toUpperCase());
  sign.setAttribute("aria-hidden", "true");
  button.append(make("span", "", word), sign);
  return button;
}

/** @param {ParentNode} root @param {string} key */
export function buttonOf(root, key) {
  const buttons = [...root.querySelectorAll("button[data-key]")].filter((one) => one instanceof HTMLButtonElement);
  return buttons.find((one) => one.dataset.key === key && !one.disabled && one.offsetParent !== null) ?? null;
}

