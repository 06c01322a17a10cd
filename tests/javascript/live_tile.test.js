import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { notesOf, recentWhen } from "../../pages/components/assets/live_tile.js";

const POLISH = {
  language: "pl",
  notes: { one: "{count} z {threshold} uwagi", few: "{count} z {threshold} uwag", other: "?" },
  flagged: { one: "{count} uwaga", few: "{count} uwagi", many: "{count} uwag", other: "?" },
};

describe("the notes of a running session", () => {
  it("are counted against the threshold, in the form that it asks for", () => {
    const notes = (/** @type {number} */ threshold) => notesOf({ notes: 0, threshold, is_flagged: false }, POLISH);
    assert.deepEqual([1, 3].map(notes), ["0 z 1 uwagi", "0 z 3 uwag"]);
  });

  it("are as many as there are once a person has to look", () => {
    const flagged = (/** @type {number} */ notes) => notesOf({ notes, threshold: 1, is_flagged: true }, POLISH);
    assert.deepEqual([1, 4, 5].map(flagged), ["1 uwaga", "4 uwagi", "5 uwag"]);
  });
});

it("an incident of the last minutes says from when to when, or since when it lasts", () => {
  const said = { since: "since {from}" };
  assert.equal(recentWhen({ onset_s: 192.4, offset_s: 200 }, said), "03:12–03:20");
  assert.equal(recentWhen({ onset_s: 192.4, offset_s: null }, said), "since 03:12");
});
