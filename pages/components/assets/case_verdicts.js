// What is said about an incident: one button for each verdict, the optional reason, who said what, and the way back.
import { keyButton } from "./case_incident.js";
import { VERDICT_KEYS } from "./case_keys.js";
import { make } from "./elements.js";
import { fillIn } from "./sentences.js";

/** @import { VerdictKind } from "./case_data.d.ts" */
/** @import { CaseState } from "./case_state.js" */
/**
 * @typedef {object} VerdictActs
 * @property {(kind: VerdictKind) => void} judge
 * @property {() => void} undo
 * @property {() => void} add
 * @property {() => void} mute
 */

/**
 * @param {HTMLElement} root
 * @param {CaseState} state
 * @param {VerdictActs} acts
 */
export function drawVerdicts(root, state, acts) {
  const { incident, data } = state;
  root.hidden = !incident && !data.canJudge;
  const standing = make("p", "standing", incident ? words(state) || data.said.not_judged : "");
  if (!data.canJudge) {
    root.replaceChildren(standing);
    return;
  }
  const add = keyButton("plain", data.said.add, data.said.add_help, "i", acts.add);
  const undo = keyButton("plain", data.said.undo, data.said.undo_help, "z", acts.undo);
  undo.disabled = !state.canUndo;
  root.replaceChildren(make("div", "line", standing, make("span", "room"), add, undo));
  if (incident && !incident.added) root.append(reasonChoice(state), make("div", "buttons", ...verdictButtons(state, acts)));
}

/**
 * @param {CaseState} state
 * @param {VerdictActs} acts
 */
function verdictButtons({ incident, data }, acts) {
  const buttons = VERDICT_KEYS.map(([kind, key]) => {
    const { button: word, help } = data.verdicts[kind];
    const button = keyButton("verdict", word, help, key, () => acts.judge(kind));
    button.setAttribute("aria-pressed", String(incident?.verdict?.kind === kind));
    return button;
  });
  if (incident?.mutable && !incident.muted) buttons.push(keyButton("verdict", data.said.mute, data.said.mute_help, "m", acts.mute));
  return buttons;
}

/**
 * What stands about the incident that is looked at; nothing where nobody judged it.
 *
 * @param {CaseState} state
 */
function words({ incident, data }) {
  const { said, verdicts, reasons } = data;
  if (!incident) return "";
  const { verdict, added, muted } = incident;
  if (verdict) {
    const { said: word, sign } = verdicts[verdict.kind];
    const reason = reasons.find(({ id }) => id === verdict.reason)?.text;
    return `${sign} ${fillIn(reason ? said.said_why : said.said_by, { verdict: word, reason, name: verdict.by || said.gone })}`;
  }
  if (added) return `+ ${fillIn(said.added, { name: added.by || said.gone })}`;
  return muted ? fillIn(said.muted, { name: muted.by || said.gone }) : "";
}

/**
 * The optional reason of the next verdict: a digit chooses it too.
 *
 * @param {CaseState} state
 */
function reasonChoice({ data, incident }) {
  const choice = document.createElement("select");
  choice.className = "reason";
  choice.setAttribute("aria-label", data.said.why);
  choice.append(new Option(data.said.why, ""));
  for (const [place, { id, text }] of data.reasons.entries()) choice.append(new Option(`${place + 1} ${text}`, id));
  choice.value = (incident?.verdict?.isOwn && incident.verdict.reason) || "";
  return choice;
}

/**
 * The reason in the box; null for none.
 *
 * @param {ParentNode} root
 * @returns {string | null}
 */
export function chosenReason(root) {
  const choice = root.querySelector(".reason");
  return choice instanceof HTMLSelectElement ? choice.value || null : null;
}

/**
 * Puts the reason of a digit into the box, or takes it out again; whether there is one.
 *
 * @param {ParentNode} root
 * @param {number} digit
 */
export function chooseReason(root, digit) {
  const choice = root.querySelector(".reason");
  if (!(choice instanceof HTMLSelectElement) || digit >= choice.options.length) return false;
  choice.selectedIndex = choice.selectedIndex === digit ? 0 : digit;
  return true;
}
