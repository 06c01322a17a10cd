// What is under the video: play, steps, speed, loop, boxes, and the help that names every key.
import { keyButton, pressable } from "./case_incident.js";
import { make } from "./elements.js";
import { nextMark, SPEEDS } from "./play_plan.js";
import { clockTime } from "./time_axis.js";

/** @import { CaseData } from "./case_data.d.ts" */
/** @import { CasePlayer } from "./case_player.js" */

const STEP_S = 1;

/**
 * @param {HTMLElement} root
 * @param {CaseData} data
 * @param {CasePlayer} player
 * @param {() => void} help
 */
export function drawControls(root, data, player, help) {
  const { said, video } = data;
  const reference = keyButton("control", said.reference, said.reference_help, "f", () => player.toggleReference());
  reference.setAttribute("aria-pressed", String(!player.reference.hidden));
  reference.disabled = !data.reference;
  const play = keyButton("control", player.isPlaying ? said.pause : said.play, said.play_help, " ", () => player.toggle());
  const parts = [play];
  const toMark = () => player.seek(nextMark(data.marks, player.at) ?? 0);
  const marks = data.marks.length ? [keyButton("control", said.to_mark, said.to_mark_help, "g", toMark)] : [];
  if (video) {
    const back = pressable("control", "−1 s", said.back_1, "ArrowLeft", () => player.seek(player.at - STEP_S));
    const on = pressable("control", "+1 s", said.on_1, "ArrowRight", () => player.seek(player.at + STEP_S));
    const loop = keyButton("control", said.loop, said.loop_help, "l", () => player.toggleLoop());
    const boxes = keyButton("control", said.boxes, said.boxes_help, "b", () => player.toggleBoxes());
    loop.setAttribute("aria-pressed", String(player.isLoop));
    boxes.setAttribute("aria-pressed", String(player.hasBoxes));
    parts.push(back, on, loop, boxes, reference, ...marks);
    root.replaceChildren(...parts, speeds(said, player), make("span", "room"), clock(data, player), helpButton(said, help));
    return;
  }
  play.replaceChildren(make("span", "", said.next_picture), make("kbd", "", "␣"));
  play.setAttribute("aria-label", said.next_picture);
  root.replaceChildren(...parts, reference, ...marks, make("span", "room"), clock(data, player), helpButton(said, help));
}

/**
 * @param {Record<string, string>} said
 * @param {() => void} help
 */
function helpButton(said, help) {
  return pressable("control", "?", said.help, "?", help);
}

/**
 * @param {CaseData} data
 * @param {CasePlayer} player
 */
function clock({ length }, { at }) {
  return make("output", "clock", `${clockTime(at)} / ${clockTime(length)}`);
}

/**
 * @param {Record<string, string>} said
 * @param {CasePlayer} player
 */
function speeds(said, player) {
  const choice = document.createElement("select");
  choice.className = "speed";
  choice.setAttribute("aria-label", said.speed);
  for (const speed of SPEEDS) choice.append(new Option(`${speed}×`, String(speed), false, speed === player.speed));
  choice.addEventListener("change", () => {
    player.setSpeed(Number(choice.value));
    choice.blur();
  });
  return choice;
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {CaseData} data
 */
export function openHelp(dialog, data) {
  const rows = data.keys.map(({ id: key, text: words }) => make("tr", "", make("td", "", make("kbd", "", key)), make("td", "", words)));
  const close = pressable("plain", data.said.close, data.said.close, "Escape", () => dialog.close());
  dialog.replaceChildren(make("h2", "", data.said.help), make("table", "", make("tbody", "", ...rows)), close);
  if (!dialog.open) dialog.showModal();
}
