// A whole review on one screen, by keyboard or mouse: the video with its timeline, the incident that is looked at, verdicts that
// go to the server one after the other, and the decision. Only "decided, go on" and "this case has changed" run the page's script.
import { Arming } from "./arming.js";
import { AddedIncident } from "./case_adding.js";
import { drawControls, openHelp } from "./case_controls.js";
import { CaseDecision, GUARDED_PREFIX } from "./case_decision.js";
import { buttonOf, drawIncident } from "./case_incident.js";
import { actingKey } from "./case_keys.js";
import { CasePlayer } from "./case_player.js";
import { CaseKeeping } from "./case_keeping.js";
import { fetchTraces, isContinued, isSameCase } from "./case_requests.js";
import { CaseSending } from "./case_sending.js";
import { CaseState } from "./case_state.js";
import { CaseTimeline } from "./case_timeline.js";
import { chooseReason, chosenReason, drawVerdicts } from "./case_verdicts.js";
import { DrawnPlaces } from "./drawn_places.js";
import { find, setText, show } from "./elements.js";
import { newKey } from "./verdict_queue.js";
import { LastDecision } from "./last_decision.js";
import { PressGuard } from "./guarded_presses.js";
import { clockTime } from "./time_axis.js";

/** @import { Component } from "./component.d.ts" */
/** @import { CaseData, VerdictKind } from "./case_data.d.ts" */
/** @import { Pressed } from "./verdict_queue.js" */

const INCIDENT_MS = 300;
const CASE_MS = 1000;
const CASES = "/api/moderator/users/session";
/** @type {DrawnPlaces<CaseScreen>} */
const screens = new DrawnPlaces();
/** When it was last asked for an incident from beside a screen: one that comes anew does not go there again. */
let followed = 0;

/** @param {Component<CaseData>} component */
export default function ({ parentElement, data, setTriggerValue }) {
  const screen = screens.at(parentElement, () => new CaseScreen(find(parentElement, ".case"), parentElement));
  screen.trigger = setTriggerValue;
  screen.open(data);
  return () => screens.end(parentElement);
}

class CaseScreen {
  /**
   * @param {HTMLElement} root
   * @param {HTMLElement | ShadowRoot} parent
   */
  constructor(root, parent) {
    this.root = root;
    this.parent = parent;
    /** @type {CaseState | undefined} */
    this.state = undefined;
    this.ending = new AbortController();
    this.caseEnding = new AbortController();
    this.arming = new Arming(() => performance.now(), INCIDENT_MS);
    this.trigger = (/** @type {string} */ _name, /** @type {unknown} */ _value) => {};
    this.decision = new CaseDecision(find(root, ".decision"), (kind, notes, note) => this.decide(kind, notes, note));
    this.adding = new AddedIncident(find(root, ".decision"), this.addingActs());
    this.part = (/** @type {string} */ selector) => find(root, selector);
    this.sending = new CaseSending(this);
    this.last = new LastDecision(find(root, ".last"), () => performance.now());
    this.decidedAt = 0;
    /** What is shown may be what the server never had: the page was asked for the case, and draws it whatever it says. */
    this.isOutdated = false;
    const { signal } = this.ending;
    window.addEventListener("resize", () => this.fit(), { signal });
    document.addEventListener("keydown", (event) => this.press(event), { capture: true, signal });
    document.addEventListener("visibilitychange", () => (document.hidden ? this.arming.left() : this.draw()), { signal });
    this.keeping = new CaseKeeping(() => performance.now(), () => this.trigger("changed", Date.now()));
    this.keeping.begin(document, root, signal);
    this.guard = new PressGuard(document, window, { prefix: GUARDED_PREFIX, shown_ms: CASE_MS }, parent, signal);
    this.guard.begin();
  }

  /** The same case again, as after a change of theme, stays as it is. @param {CaseData} data */
  open(data) {
    const shown = this.data;
    this.data = data;
    if (shown && shown.actor !== data.actor) this.last.forget();
    if (shown && isSameCase(shown, data) && !this.isOutdated) this.follow(data);
    else this.redraw(data, isContinued(shown, data) ? (this.state ?? null) : null);
  }

  /** @param {CaseData} data @param {CaseState | null} earlier of the same case and person */
  redraw(data, earlier) {
    this.isOutdated = false;
    this.state = new CaseState(data, newKey, earlier, this.sending.onTheirWay());
    this.sending.open(data.actor);
    this.last.learn(data);
    if (!earlier) this.openParts(data);
    for (const part of [this.player, this.timeline]) if (part) part.data = data;
    if (!earlier) show(this.part(".refused"), "");
    this.player?.show(this.state.incident, !earlier);
    this.draw();
    this.follow(data);
    if (data.traces && data.traces !== earlier?.data.traces) this.drawTraces(data);
  }

  /** @param {CaseData} data */
  openParts(data) {
    this.caseEnding.abort();
    this.caseEnding = new AbortController();
    const { signal } = this.caseEnding;
    this.player = new CasePlayer(this.root, data, this.playerActs());
    this.player.begin(signal);
    const { player } = this;
    const acts = { seek: player.seek.bind(player), choose: this.choose.bind(this), preview: player.preview.bind(player) };
    this.timeline = new CaseTimeline(this.part(".timeline"), data, acts);
    this.timeline.listen(signal);
    this.timeline.describe();
    this.part(".timeline").addEventListener("resized", () => this.drawTimeline(), { signal });
  }

  /** Goes to the incident that something beside the screen has asked for since. @param {CaseData} data */
  follow({ focus }) {
    if (!focus || focus.asked <= followed) return;
    followed = focus.asked;
    this.choose(focus.number);
  }

  playerActs() {
    return {
      moved: (/** @type {number} */ at) => this.moved(at),
      come: (/** @type {number} */ number) => this.choose(number, false),
      changed: () => this.drawControls(),
    };
  }

  draw() {
    const { state, data } = this;
    if (!state || !data) return;
    this.fit();
    const choose = this.choose.bind(this);
    drawIncident(this.part(".incident"), state, { choose, enlarge: (picture) => this.player?.enlarge(picture) });
    drawVerdicts(this.part(".verdicts"), state, this.verdictActs());
    if (!this.adding.isOpen) this.decision.draw(state);
    this.last.draw(data, () => this.takeDecisionBack(), () => this.changed(""));
    this.drawControls();
    this.drawTimeline();
    this.root.dataset.code = data.code;
    this.showArmed();
    // With the frame after the next: only then it has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => this.drawn()));
  }

  drawn() {
    if (document.hidden || !this.state) return;
    this.arming.drawn(this.state.shownName);
    window.setTimeout(() => this.showArmed(), INCIDENT_MS + 1);
  }

  showArmed() {
    this.part(".verdicts").toggleAttribute("data-armed", this.arming.isArmed(this.state?.shownName ?? ""));
  }

  /** As high as the window leaves it under what stands above. */
  fit() {
    const scrolled = document.querySelector('[data-testid="stMain"]')?.scrollTop ?? 0;
    this.root.style.setProperty("--above", `${this.root.getBoundingClientRect().top + scrolled}px`);
  }

  drawTimeline() {
    if (this.state) this.timeline?.draw(this.state.incidents, this.state.chosen);
  }

  drawControls() {
    if (!this.data || !this.player) return;
    drawControls(this.part(".controls"), this.data, this.player, () => this.help());
  }

  /** @param {number} at */
  moved(at) {
    this.timeline?.moveTo(at);
    const clock = this.root.querySelector(".clock");
    if (clock instanceof HTMLElement) setText(clock, clock.textContent?.replace(/^\S+/, clockTime(at)) ?? "");
  }

  /** @param {number} number */
  choose(number, isFrom = true) {
    if (!this.state?.choose(number)) return;
    this.player?.show(this.state.incident, isFrom);
    this.draw();
  }

  verdictActs() {
    return {
      judge: (/** @type {VerdictKind} */ kind) => this.judge(kind),
      undo: () => this.undo(),
      add: () => this.adding.open(this.data, this.player?.at ?? 0),
      mute: () => this.state && this.after(this.state.mute()),
    };
  }

  addingActs() {
    return {
      add: (/** @type {string} */ type, /** @type {number} */ onset, /** @type {number} */ offset) => {
        if (this.state) this.after(this.state.add(type, onset, offset));
      },
      now: () => this.player?.at ?? 0,
      closed: () => this.state && this.decision.draw(this.state),
    };
  }

  /** @param {VerdictKind} kind */
  judge(kind) {
    const { state, data } = this;
    if (!state || !data?.canJudge || !this.arming.isArmed(state.shownName)) return;
    this.after(state.judge(kind, chosenReason(this.root)));
  }

  /** The last press of this case; on a fresh one, or one that was just decided, the decision before. */
  undo() {
    const { state, data } = this;
    if (!state || !data) return;
    if (data.canJudge && (state.undoable.length || !this.last.isHeld)) this.after(state.undo());
    else this.takeDecisionBack();
  }

  /** The decision of the line that names it, whatever was pressed in this case since. */
  takeDecisionBack() {
    if (!this.last.isHeld) return;
    const url = `${CASES}/${this.last.decided?.session}/decision/take-back`;
    this.after({ key: newKey(), act: "return", url, body: {}, about: "" });
    this.last.forget();
  }

  /** @param {"decision" | "return"} act @param {any} held */
  decided(act, { session_id: session, decision }) {
    if (act === "decision" && this.data && this.data.session === session) this.last.made(this.data, decision, this.decidedAt);
    this.trigger(act === "decision" ? "decided" : "returned", { session, decision, at: Date.now() });
  }

  /** Shows where a press has led, and sends it. @param {Pressed | null} pressed */
  after(pressed) {
    show(this.part(".refused"), "");
    const { incident } = this.state ?? {};
    if (incident && this.player?.incident?.number !== incident.number) this.player?.show(incident);
    this.draw();
    if (pressed) this.sending.push(pressed);
  }

  /**
   * @param {string} kind
   * @param {string} notes
   * @param {string} note
   */
  decide(kind, notes, note) {
    const { data, state } = this;
    if (!data || !state) return;
    const body = { decision: kind, notes, note, revision: state.revision };
    this.decidedAt = performance.now();
    this.sending.push({ key: newKey(), act: "decision", url: `${CASES}/${data.session}/decision`, body, about: "" });
  }

  /** The page is asked for the case as it is now. @param {string} sentence none: what was said before stays */
  changed(sentence) {
    if (sentence) show(this.part(".refused"), sentence);
    this.isOutdated = true;
    this.trigger("changed", Date.now());
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const key = actingKey(event);
    if (!key || document.querySelector('[role="dialog"], [data-testid="stDialog"]')) return;
    const dialog = find(this.root, ".help", HTMLDialogElement);
    if (dialog.open && key !== "?" && key !== "Escape") return;
    if (dialog.open) dialog.close();
    else if (!this.act(key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** Whether the key means anything here. @param {string} key */
  act(key) {
    if (this.adding.isOpen && this.adding.press(key)) return true;
    if (/^[1-9]$/.test(key)) return this.decision.asking ? this.decision.choose(Number(key)) : chooseReason(this.root, Number(key));
    if (key === "Escape" && this.decision.close()) return true;
    const button = buttonOf(this.root, key);
    if (button) button.click();
    return button !== null || this.actWithoutButton(key);
  }

  /** Speed has a chooser for its button; undoing has none where nothing of this case can be undone. @param {string} key */
  actWithoutButton(key) {
    if (key === "+" || key === "-") this.player?.changeSpeed(key === "+" ? 1 : -1);
    else if (key === "z") this.undo();
    else return false;
    return true;
  }

  help() {
    if (!this.data) return;
    openHelp(find(this.root, ".help", HTMLDialogElement), this.data);
  }

  /** The same case may have been drawn again until they come. @param {CaseData} data */
  async drawTraces({ traces: address, session }) {
    const traces = await fetchTraces(address);
    if (!traces || session !== this.data?.session || !this.player || !this.timeline) return;
    this.player.traces = this.timeline.traces = traces;
    this.drawTimeline();
    this.player.draw();
  }

  close() {
    this.ending.abort();
    this.caseEnding.abort();
    this.player?.end();
  }
}
