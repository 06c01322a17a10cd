import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";

import { CaseState } from "../../pages/components/assets/case_state.js";

let state, keys;

const incident = (number, verdict = null) => ({
  number,
  onset: number * 20,
  offset: number * 20 + 6,
  violations: [`violation-${number}`],
  signals: [],
  verdict,
  added: null,
  muted: null,
  mutable: null,
});
const own = (id, kind = "confirm") => ({ id, kind, reason: null, by: "Lee", isOwn: true });
const data = (incidents) => ({ session: "session", name: "Lee", revision: 3, incidents });
const told = (verdicts) => ({
  session_id: "session",
  revision: 4,
  incidents: verdicts.map((verdict, place) => ({ violation_ids: [`violation-${place + 1}`], signal_ids: [], verdict })),
});
const open = (...incidents) => {
  keys = 0;
  state = new CaseState(data(incidents), () => `press-${++keys}`);
};
const kinds = () => state.incidents.map(({ verdict }) => verdict?.kind ?? "");

beforeEach(() => open(incident(1), incident(2), incident(3)));

describe("a case on the screen", () => {
  it("begins at the first incident that nobody judged", () => {
    open(incident(1, own("a")), incident(2), incident(3));
    assert.equal(state.chosen, 2);
    open(incident(1, own("a")));
    assert.equal(state.chosen, 1);
    open();
    assert.equal(state.incident, null);
  });

  it("shows a verdict at once, sends what stood on the screen, and goes on to the next open one", () => {
    const pressed = state.judge("confirm", "writing");
    assert.deepEqual(
      [pressed.body, pressed.seen, state.chosen, kinds()],
      [{ violation_ids: ["violation-1"], signal_ids: [], kind: "confirm", reason: "writing" }, null, 2, ["confirm", "", ""]],
    );
  });

  it("goes round the end to what was left open, and stays where nothing is", () => {
    state.choose(3);
    for (const expected of [1, 2, 2]) {
      state.judge("dismiss", null);
      assert.equal(state.chosen, expected);
    }
    assert.equal(state.open, 0);
  });

  it("sends nothing for the same word again, and goes on", () => {
    open(incident(1, own("a")), incident(2));
    state.choose(1);
    assert.equal(state.judge("confirm", null), null);
    assert.equal(state.chosen, 2);
  });

  it("names the press before as what stood, while its id is not known", () => {
    open(incident(1));
    const first = state.judge("confirm", null);
    assert.equal(state.judge("dismiss", null).seen, first.key);
  });

  it("takes presses back one after the other, each at its incident, with what stood before", () => {
    state.judge("confirm", null);
    const second = state.judge("dismiss", null);
    const undone = state.undo();
    assert.deepEqual([undone.of, undone.act, state.chosen, kinds()], [second.key, "take_back", 2, ["confirm", "", ""]]);
    state.undo();
    assert.deepEqual([state.chosen, kinds(), state.undo()], [1, ["", "", ""], null]);
  });

  it("takes back one's own verdict of an earlier visit, and nobody else's", () => {
    open(incident(1, own("a")));
    assert.equal(state.undo().of, "a");
    open(incident(1, { ...own("b"), by: "Kim", isOwn: false }));
    assert.equal(state.undo(), null);
  });

  it("adds an incident and mutes a face, and takes either back by what was made", () => {
    const added = state.add("identity_mismatch", 3, 9);
    assert.deepEqual([added.act, added.body], ["added", { type: "identity_mismatch", started_s: 3, ended_s: 9 }]);
    assert.equal(state.mute(), null, "no second face here");
    state.incidents[0].mutable = "violation-1";
    const muted = state.mute();
    assert.deepEqual([state.undo(), state.undo()].map(({ url, of }) => [url.split("/").at(-3), of]), [
      ["mutes", muted.key],
      ["added-incidents", added.key],
    ]);
  });

  it("judges no added incident, and counts neither it nor a muted one as open", () => {
    open({ ...incident(1), added: { id: "a", by: "Lee", isOwn: true } }, { ...incident(2), muted: { id: "m", by: "Kim", isOwn: false } });
    assert.deepEqual([state.open, state.chosen, state.judge("confirm", null)], [0, 1, null]);
    assert.equal(state.undo().of, "a");
  });

  it("stays at its incident and keeps what can be undone when another one has come before it", () => {
    state.judge("confirm", null);
    const added = { ...incident(1), violations: [], added: { id: "a", by: "Lee", isOwn: true } };
    const later = new CaseState(data([added, incident(2), incident(3)].map((one, place) => ({ ...one, violations: place ? [`violation-${place}`] : [] }))), () => "press-9", state);
    assert.equal(later.chosen, 3, "the one that was second");
    assert.equal(later.undo().of, "press-1");
    assert.equal(later.chosen, 2);
  });

  it("shows what has not arrived as it was pressed, also where an incident has come before it", () => {
    state.judge("confirm", null);
    const added = { ...incident(1), violations: [], added: { id: "a", by: "Lee", isOwn: true } };
    const moved = [added, { ...incident(1), number: 2 }, { ...incident(2), number: 3 }];
    const later = new CaseState(data(moved), () => "press-9", state, new Set(["violation-1"]));
    assert.deepEqual(later.incidents.map(({ verdict }) => verdict?.kind ?? ""), ["", "confirm", ""]);
  });

  it("puts in what the server says, but not over what is on its way", () => {
    state.judge("confirm", null);
    state.judge("dismiss", null);
    const stored = { id: "stored", kind: "confirm", reason: null, given_by: "Lee" };
    assert.ok(state.merge(told([stored, null, null]), new Set(["violation-2"])));
    assert.deepEqual([kinds(), state.incidents[0].verdict.id, state.revision], [["confirm", "dismiss", ""], "stored", 4]);
  });

  it("says that the case is another one when an incident has more or fewer in it", () => {
    const grown = told([null, null, null]);
    grown.incidents[1].violation_ids.push("one more");
    assert.equal(state.merge(grown, new Set()), false);
    assert.equal(state.merge(told([null, null]), new Set()), false);
    assert.equal(state.revision, 3);
  });
});

describe("a verdict that the server refused", () => {
  const withoutId = (kind) => ({ id: null, kind, reason: null, by: "Lee", isOwn: true });

  it("stands no more, can't be undone, and is not what the next one names", () => {
    state.refused(state.judge("confirm", null).key);
    assert.deepEqual([kinds(), state.undoable], [["", "", ""], []]);
    state.choose(1);
    assert.equal(state.judge("dismiss", null).seen, null);
  });

  it("leaves what stood before it, and what was pressed since", () => {
    open(incident(1, own("a")));
    const first = state.judge("dismiss", null);
    const second = state.judge("unsure", null);
    state.refused(first.key);
    assert.deepEqual(state.incidents[0].verdict, withoutId("unsure"));
    state.refused(second.key);
    assert.deepEqual(state.incidents[0].verdict, own("a"));
    assert.equal(state.judge("dismiss", null).seen, "a");
  });

  it("is nothing to undoing what was pressed before it", () => {
    const first = state.judge("confirm", null);
    state.refused(state.judge("dismiss", null).key);
    assert.equal(state.undo().of, first.key);
  });
});

it("a verdict names what the server said of the incident, not the press that another page's word replaced", () => {
  state.judge("confirm", null);
  const later = new CaseState(data([incident(1, own("b", "dismiss")), incident(2), incident(3)]), () => "press-9", state);
  later.choose(1);
  assert.equal(later.judge("unsure", null).seen, "b");
});
