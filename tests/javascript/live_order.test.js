import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";

import { LiveOrder } from "../../pages/components/assets/live_order.js";

let order, at;

const session = (id, needs_a_look = false, started_at = `2026-01-01T00:00:${id}Z`) => ({ id, started_at, needs_a_look });
const screen = (sessions, size = 4) => order.screen(sessions, size, at).map(({ id }) => id);

beforeEach(() => {
  order = new LiveOrder();
  at = 1_000_000;
});

describe("the live view", () => {
  it("shows first who needs a look, then by the start, and last who has not begun", () => {
    const waiting = session("05", false, null);
    assert.deepEqual(screen([waiting, session("20"), session("10"), session("30", true)]), ["30", "10", "20", "05"]);
  });

  it("keeps a tile's place for 15 seconds after it needed a look", () => {
    screen([session("10"), session("20", true)]);
    at += 14_999;
    assert.deepEqual(screen([session("10"), session("20")]), ["20", "10"]);
    at += 1;
    assert.deepEqual(screen([session("10"), session("20")]), ["10", "20"]);
  });

  it("turns from screen to screen, and neither before the first nor behind the last", () => {
    const five = ["10", "20", "30", "40", "50"].map((id) => session(id));
    order.turn(-4);
    assert.deepEqual(screen(five), ["10", "20", "30", "40"]);
    order.turn(4);
    assert.deepEqual(screen(five), ["50"]);
    order.turn(4);
    assert.deepEqual(screen(five), ["50"]);
  });

  it("goes back to a screen that is there when sessions end", () => {
    order.turn(4);
    assert.deepEqual(screen(["10", "20", "30", "40", "50"].map((id) => session(id))), ["50"]);
    assert.deepEqual(screen([session("10")]), ["10"]);
    assert.deepEqual(screen([]), []);
  });

  it("forgets a session that ended", () => {
    screen([session("20", true)]);
    screen([]);
    assert.deepEqual(screen([session("10"), session("20")]), ["10", "20"]);
  });
});
