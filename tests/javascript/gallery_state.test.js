import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";

import { GalleryState } from "../../pages/components/assets/gallery_state.js";

let keys;
const tile = (id, more = {}) => ({
  id,
  session: `session-${id}`,
  incident: 1,
  violations: [id],
  signals: [],
  verdict: null,
  canJudge: true,
  pictures: [],
  ...more,
});
const begin = (tiles, ...earlier) => new GalleryState({ name: "Lee", tiles }, () => `press-${++keys}`, ...earlier);
const own = (id, kind) => ({ id, kind, by: "Lee", isOwn: true });

beforeEach(() => {
  keys = 0;
});

describe("a verdict in the gallery", () => {
  it("shows at once, names its incident, and says nothing of what colleagues said", () => {
    const state = begin([tile("a", { signals: ["s"] })]);
    const pressed = state.judge("confirm");
    assert.equal(pressed.url, "/api/moderator/users/session/session-a/verdicts");
    assert.deepEqual(pressed.body, { violation_ids: ["a"], signal_ids: ["s"], kind: "confirm" });
    assert.ok(!("seen" in pressed));
    assert.deepEqual(state.tile.verdict, own(null, "confirm"));
    assert.ok(state.taken(pressed.key, "v1"));
    assert.deepEqual(state.tile.verdict, own("v1", "confirm"));
    assert.equal(state.taken("press-of-before", "v2"), false, "it was pressed before the page was loaded");
  });

  it("replaces one's own earlier one by its id, or by the press that has not arrived", () => {
    const state = begin([tile("a", { verdict: own("v0", "dismiss") })]);
    assert.equal(state.judge("confirm").seen, "v0");
    assert.equal(state.judge("unsure").seen, "press-1");
  });

  it("is none where the same was said, or nothing can be judged", () => {
    const state = begin([tile("a", { verdict: own("v0", "dismiss") }), tile("b", { canJudge: false })]);
    assert.equal(state.judge("dismiss"), null);
    state.choose(1);
    assert.equal(state.judge("dismiss"), null);
    assert.equal(state.canUndo, false);
  });

  it("stays on its tile: the next one is chosen by a key of its own", () => {
    const state = begin([tile("a"), tile("b")]);
    state.judge("confirm");
    assert.equal(state.tile.id, "a");
    assert.deepEqual([state.choose(1), state.choose(2), state.choose(-1)], [true, false, false]);
  });
});

describe("undo", () => {
  it("goes backwards through one's presses, wherever they were, and shows what stood before", () => {
    const state = begin([tile("a", { verdict: own("v0", "dismiss") }), tile("b")]);
    state.judge("confirm");
    state.choose(1);
    state.judge("unsure");
    const [first, second] = [state.undo(), state.undo()];
    assert.deepEqual([first.of, second.of], ["press-2", "press-1"]);
    assert.equal(first.url, "/api/moderator/users/verdicts/{of}/take-back");
    assert.deepEqual([state.tile.id, state.tile.verdict, state.tiles[1].verdict], ["a", own("v0", "dismiss"), null]);
  });

  it("takes back one's own word of an earlier visit where nothing was pressed since", () => {
    const state = begin([tile("a", { verdict: own("v0", "dismiss") })]);
    assert.equal(state.undo().of, "v0");
    assert.equal(state.tile.verdict, null);
    assert.equal(state.undo(), null);
  });

  it("is still possible after the page was drawn again, at the same tile", () => {
    const before = begin([tile("a"), tile("b")]);
    before.choose(1);
    before.judge("confirm");
    const state = begin([tile("b", { verdict: own("v1", "confirm") }), tile("c")], before);
    assert.equal(state.tile.id, "b");
    assert.equal(state.undo().of, "press-1");
  });
});

it("what the server refuses stands no more and can't be undone", () => {
  const state = begin([tile("a")]);
  const { key } = state.judge("confirm");
  state.refused(key);
  assert.deepEqual([state.tile.verdict, state.canUndo], [null, false]);
});

it("of two refused presses on one tile neither stands, and the next one names what does", () => {
  const state = begin([tile("a", { verdict: own("v0", "dismiss") })]);
  const pressed = [state.judge("confirm"), state.judge("unsure")];
  for (const { key } of pressed) state.refused(key);
  assert.deepEqual(state.tile.verdict, own("v0", "dismiss"));
  assert.equal(state.judge("confirm").seen, "v0");
});

it("a page that is drawn anew shows what the server has, but as pressed what has not arrived", () => {
  const before = begin([tile("a"), tile("b")]);
  before.judge("confirm");
  before.choose(1);
  before.judge("unsure");
  const state = begin([tile("a", { verdict: own("v1", "dismiss") }), tile("b")], before, new Set(["b"]));
  assert.deepEqual(state.tiles.map(({ verdict }) => verdict), [own("v1", "dismiss"), own(null, "unsure")]);
  state.choose(0);
  assert.equal(state.judge("unsure").seen, "v1", "and not the press that is replaced");
});

it("a late answer to a press that another one replaced leaves the newer word", () => {
  const state = begin([tile("a")]);
  const first = state.judge("confirm");
  state.judge("dismiss");
  state.taken(first.key, "v1");
  assert.deepEqual(state.tile.verdict, own(null, "dismiss"));
});
