import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { DrawnPlaces } from "../../pages/components/assets/drawn_places.js";

/** A component in places of a page, and what waits for the next task. */
function component() {
  /** @type {Map<number, () => void>} */
  const tasks = new Map();
  /** @type {string[]} */
  const closed = [];
  let count = 0;
  const later = (/** @type {() => void} */ act) => (tasks.set(++count, act), count);
  const places = new DrawnPlaces(later, (id) => tasks.delete(id));
  const draw = (/** @type {any} */ place, /** @type {string} */ name) =>
    places.at(place, () => /** @type {any} */ ({ name, close: () => closed.push(name) }));
  const nextTask = () => [...tasks].forEach(([id, act]) => (tasks.delete(id), act()));
  return { places, draw, closed, nextTask };
}

describe("what is drawn in a place", () => {
  const [one, other] = /** @type {any[]} */ ([{}, {}]);

  it("goes on where it ends and begins again in one breath", () => {
    const { places, draw, closed, nextTask } = component();
    const first = draw(one, "first");
    places.end(one);
    assert.equal(draw(one, "second"), first);
    nextTask();
    assert.deepEqual(closed, []);
    places.end(one);
    nextTask();
    assert.deepEqual(closed, ["first"]);
  });

  it("is closed once where it ends, and another is drawn there later", () => {
    const { places, draw, closed, nextTask } = component();
    draw(one, "first");
    draw(other, "beside");
    places.end(one);
    places.end(one);
    nextTask();
    assert.deepEqual(closed, ["first"]);
    assert.equal(draw(one, "second").name, "second");
    assert.equal(draw(other, "another").name, "beside");
  });

  it("gives way at once where it is closed", () => {
    const { places, draw, closed, nextTask } = component();
    draw(one, "first");
    places.close(one);
    assert.equal(draw(one, "second").name, "second");
    nextTask();
    assert.deepEqual(closed, ["first"]);
  });
});
