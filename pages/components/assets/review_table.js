// The queue's rows. A click anywhere in a row, or Enter on its session, reports the session's id; a heading reports its order.
import { find } from "./elements.js";

/** @import { Component } from "./component.d.ts" */
/** @typedef {{ percent: number, colour: string }} BarPart */
/** @typedef {{ text: string, colour: string }} Chip without a colour a quiet one */
/** @typedef {{ points: string, parts: string, sentence: string }} Priority */
/**
 * @typedef {object} Row from pages/components/review_table.py
 * @property {string} id
 * @property {string} code
 * @property {string} open_label
 * @property {string} survey
 * @property {Priority | null} priority
 * @property {BarPart[]} bar
 * @property {string} bar_title
 * @property {Chip[]} why
 * @property {string} longest
 * @property {string} coverage
 * @property {boolean} is_coverage_low
 * @property {string} waiting
 * @property {string} holder
 * @property {boolean} is_free
 * @property {string} looked_at by whom else, in a sentence
 */
/** @typedef {"ascending" | "descending" | "none"} Direction */
/** @typedef {{ label: string, is_number: boolean, sort: string | null, direction: Direction }} Column */

/** @param {Component<{ columns: Column[], rows: Row[] }>} component */
export default function ({ data, parentElement, setTriggerValue }) {
  const headings = data.columns.map(({ label }) => label);
  const open = (/** @type {string} */ id) => setTriggerValue("opened", id);
  const sort = (/** @type {string} */ by) => setTriggerValue("sorted", by);
  find(parentElement, "thead").replaceChildren(headingRow(data.columns, sort));
  find(parentElement, "tbody").replaceChildren(...data.rows.map((row) => sessionRow(row, headings, open)));
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/**
 * @param {Column[]} columns
 * @param {(by: string) => void} sort
 */
function headingRow(columns, sort) {
  const row = node("tr");
  row.role = "row";
  for (const column of columns) row.append(heading(column, sort));
  return row;
}

/**
 * @param {Column} column
 * @param {(by: string) => void} sort
 */
function heading({ label, is_number: isNumber, sort: by, direction }, sort) {
  const made = node("th", isNumber ? "number" : "", by ? undefined : label);
  made.scope = "col";
  made.role = "columnheader";
  if (!by) return made;
  made.ariaSort = direction;
  const button = node("button", "", label);
  button.type = "button";
  button.dataset.direction = direction;
  button.addEventListener("click", () => sort(by));
  made.append(button);
  return made;
}

/**
 * @param {Row} row
 * @param {string[]} headings for narrow screens, where each cell has its own
 * @param {(id: string) => void} open
 */
function sessionRow(row, headings, open) {
  const made = node("tr");
  made.role = "row";
  const survey = cell("survey", row.survey);
  survey.title = row.survey;
  const cells = [
    cell("", standing(row)),
    cell("", openButton(row)),
    survey,
    cell("why", chips(row.why)),
    cell("number", row.longest),
    cell(row.is_coverage_low ? "number low" : "number", row.coverage),
    cell("number", row.waiting),
    holder(row),
  ];
  for (const [at, heading] of headings.entries()) cells[at].dataset.heading = heading;
  made.append(...cells);
  made.addEventListener("click", () => open(row.id));
  return made;
}

/** @param {Row} row */
function openButton({ code, open_label: label }) {
  const button = node("button", "", code);
  button.type = "button";
  button.setAttribute("aria-label", label);
  return button;
}

/** @param {Row} row */
function holder({ is_free: isFree, holder: name, looked_at: lookedAt }) {
  const made = cell("", node("span", isFree ? "quiet" : "", name));
  if (lookedAt) made.append(node("div", "looked-at", lookedAt));
  return made;
}

/**
 * @param {string} className
 * @param {...(Node | string)} children
 */
function cell(className, ...children) {
  const made = node("td", className);
  made.role = "cell";
  made.append(...children);
  return made;
}

/** @param {Row} row */
function standing(row) {
  const made = node("div");
  if (row.priority) made.append(priority(row.priority));
  made.append(bar(row.bar, row.bar_title));
  return made;
}

/** @param {Priority} points */
function priority(points) {
  const made = node("div", "priority");
  made.title = points.sentence;
  const shown = node("span", "", points.points);
  const parts = node("span", "parts", `= ${points.parts}`);
  const spoken = node("span", "spoken", points.sentence);
  for (const seen of [shown, parts]) seen.ariaHidden = "true";
  made.append(shown, parts, spoken);
  return made;
}

/**
 * @param {BarPart[]} parts
 * @param {string} title
 */
function bar(parts, title) {
  const made = node("div", "bar");
  made.title = title;
  for (const { percent, colour } of parts) {
    const piece = node("span");
    piece.style.width = `${percent}%`;
    piece.style.background = colour;
    made.append(piece);
  }
  return made;
}

/** @param {Chip[]} why */
function chips(why) {
  const made = node("span");
  made.append(...why.map(chip));
  return made;
}

/** @param {Chip} why */
function chip({ text, colour }) {
  const made = node("span", colour ? "chip" : "chip quiet");
  if (colour) {
    const dot = node("span", "dot");
    dot.style.background = colour;
    made.append(dot);
  }
  made.append(text);
  return made;
}
