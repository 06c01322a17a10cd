import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { Arming } from "../../pages/components/assets/arming.js";
import { ASK_MS, CaseKeeping } from "../../pages/components/assets/case_keeping.js";
import { actingKey } from "../../pages/components/assets/case_keys.js";
import { leadIn, nextMark, nextSpeed, planStep } from "../../pages/components/assets/play_plan.js";
import { axisTimes, clockTime, lookAt, lookedAside, questionTicks, tracePath } from "../../pages/components/assets/time_axis.js";

describe("an incident on the screen", () => {
  it("counts as seen once it was drawn for so long, and stays so", () => {
    let now = 1000;
    const arming = new Arming(() => now, 300);
    arming.drawn("one");
    now += 299;
    assert.equal(arming.isArmed("one"), false);
    now += 1;
    assert.equal(arming.isArmed("one"), true);
    arming.drawn("two");
    arming.drawn("one");
    assert.deepEqual([arming.isArmed("one"), arming.isArmed("two"), arming.isArmed("three")], [true, false, false]);
  });

  it("begins anew where it was left too soon, or the page was hidden", () => {
    let now = 1000;
    const arming = new Arming(() => now, 300);
    for (const leaving of [() => arming.drawn("two"), () => arming.left()]) {
      arming.drawn("one");
      now += 200;
      leaving();
      now += 200;
      arming.drawn("one");
      assert.equal(arming.isArmed("one"), false);
      now += 300;
      assert.equal(arming.isArmed("one"), true);
      now += 300;
      arming.since.clear();
    }
  });
});

describe("a case that somebody works on", () => {
  it("is asked for again every four minutes, and not where nobody was there", () => {
    let [now, asked] = [0, 0];
    const keeping = new CaseKeeping(() => now, () => asked++);
    const after = (ms) => {
      now += ms;
      keeping.look();
      return asked;
    };
    assert.equal(after(ASK_MS), 0, "nobody was there");
    keeping.noteActivity();
    assert.equal(after(0), 1);
    assert.equal(after(ASK_MS), 1, "nobody was there since");
    keeping.noteActivity();
    assert.deepEqual([after(1), after(1)], [2, 2], "once");
  });

  it("is worked on by keys and pointer anywhere, and by a video that plays in the screen", () => {
    globalThis.window ??= globalThis;
    for (const [kind, isInScreen] of [["keydown", false], ["pointermove", false], ["play", true], ["timeupdate", true]]) {
      const [page, root, ending] = [new EventTarget(), new EventTarget(), new AbortController()];
      const keeping = new CaseKeeping(() => 5, () => {});
      keeping.begin(page, root, ending.signal);
      (isInScreen ? page : root).dispatchEvent(new Event(kind));
      assert.equal(keeping.active, -Infinity, `${kind} elsewhere`);
      (isInScreen ? root : page).dispatchEvent(new Event(kind));
      assert.equal(keeping.active, 5, kind);
      ending.abort();
    }
  });
});

describe("a key", () => {
  const event = (key, more = {}) => ({ key, composedPath: () => [more.target ?? { tagName: "BODY" }], ...more });

  it("acts, whether typed small or large", () => {
    assert.deepEqual(["c", "C", "?", " ", "Escape"].map((key) => actingKey(event(key))), ["c", "c", "?", " ", "Escape"]);
  });

  it("is typing in a field, and choosing among presets is none", () => {
    for (const target of [{ tagName: "TEXTAREA" }, { tagName: "SELECT" }, { tagName: "INPUT", type: "text" }, { tagName: "P", isContentEditable: true }]) {
      assert.deepEqual([actingKey(event("a", { target })), actingKey(event("Escape", { target }))], ["", "Escape"]);
    }
    assert.equal(actingKey(event("r", { target: { tagName: "INPUT", type: "radio" } })), "r");
  });

  it("does nothing with another key held, and repeats only steps", () => {
    for (const held of ["ctrlKey", "metaKey", "altKey"]) assert.equal(actingKey(event("c", { [held]: true })), "");
    assert.deepEqual(["a", "c", "j", "ArrowLeft"].map((key) => actingKey(event(key, { repeat: true }))), ["", "", "j", "ArrowLeft"]);
  });
});

describe("a playing video", () => {
  const incidents = [
    { number: 1, onset: 20, offset: 26 },
    { number: 2, onset: 60, offset: 61 },
  ];

  it("begins five seconds before an incident, and not before the session", () => {
    assert.deepEqual([leadIn(incidents[0]), leadIn({ number: 1, onset: 3, offset: 4 })], [15, 0]);
  });

  it("halts at the end of the incident, or plays it again", () => {
    assert.deepEqual(planStep(incidents, incidents[0], 25.9, 26.1, false), { halt: true });
    assert.deepEqual(planStep(incidents, incidents[0], 25.9, 26.1, true), { seek: 15 });
    assert.deepEqual(planStep(incidents, incidents[0], 26.1, 26.3, false), {});
  });

  it("takes up each incident that it comes to, however fast it plays", () => {
    assert.deepEqual(planStep(incidents, incidents[0], 58, 63, false), { choose: 2 });
    assert.deepEqual(planStep(incidents, null, 19.9, 20, false), { choose: 1 });
  });

  it("does nothing where somebody went back in it", () => {
    assert.deepEqual(planStep(incidents, incidents[1], 70, 20, false), {});
  });

  it("goes to five seconds before the next marked moment, round the end", () => {
    const marks = [{ at: 3 }, { at: 60 }];
    assert.deepEqual([0, 20, 55.2, 90].map((at) => nextMark(marks, at)), [55, 55, 0, 0]);
    assert.equal(nextMark([], 0), null);
  });

  it("has speeds from 0.5 to 16", () => {
    assert.deepEqual([nextSpeed(1, 1), nextSpeed(16, 1), nextSpeed(0.5, -1)], [1.5, 16, 0.5]);
  });
});

describe("the line of time", () => {
  it("says times as mm:ss, from an hour on with hours", () => {
    assert.deepEqual([0, 59.9, 754, 3661].map(clockTime), ["00:00", "00:59", "12:34", "1:01:01"]);
  });

  it("has no more marks than there is room for", () => {
    for (const length of [0, 7, 167, 1320, 14_400]) {
      const times = axisTimes(length, 700, 56);
      assert.ok(times.length >= 1 && times.length <= 13 && times.at(-1) <= length, `${length}: ${times}`);
    }
  });

  it("lets questions that lie close together share a tick, so that none overlap", () => {
    const questions = [0, 5, 9, 40].map((at, place) => ({ number: place + 1, text: `q${place + 1}`, at }));
    const ticks = questionTicks(questions, (at) => at, 13);
    assert.deepEqual(ticks.map(({ questions: own }) => own.map(({ number }) => number)), [[1, 2, 3], [4]]);
  });

  it("breaks a trace where nothing was measured for a while", () => {
    const path = tracePath([0, 1, 2, 20, 21], [1, null, 1, 2, 2], (at) => at, (value) => value, 6);
    assert.equal(path, "M0.0 1.0L2.0 1.0M20.0 2.0L21.0 2.0");
  });

  it("adds what the eyes look aside to what the head is turned", () => {
    const traces = { yaw: [5, null, 5], gaze: [0.1, 0.1, null], rest_yaw: 3, rest_gaze: 0 };
    assert.deepEqual(lookedAside(traces, 100), [12, null, null]);
  });

  it("finds the last look at a time", () => {
    assert.deepEqual([-1, 0, 0.4, 3].map((time) => lookAt([0, 0.5, 1], time)), [-1, 0, 0, 2]);
  });
});
