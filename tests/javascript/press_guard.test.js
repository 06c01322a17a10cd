import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";

import { PressGuard } from "../../pages/components/assets/guarded_presses.js";
import { FakeButton, FakePage } from "./fake_page.js";

const PREFIX = "st-key-guarded-";

let page, approve;

beforeEach(async () => {
  page = new FakePage();
  new PressGuard(page, page.window, { prefix: PREFIX, shown_ms: 1000 }).begin();
  approve = new FakeButton(`${PREFIX}approve-case-1`);
  await page.clock.advance(100);
});

describe("a press on a button that decides", () => {
  it("counts once it was on the screen for a second, and not before", async () => {
    await page.draws(approve);
    await page.clock.advance(999);
    assert.equal(page.press(approve), false);
    await page.clock.advance(1);
    assert.equal(page.press(approve), true);
  });

  it("does not count on a button that nobody saw yet", () => {
    page.buttons = [approve];
    assert.equal(page.press(approve), false);
  });

  it("does not count for the next case only since the one before was seen: each has its own second", async () => {
    await page.draws(approve);
    await page.clock.advance(5000);
    const next = new FakeButton(`${PREFIX}approve-case-2`);
    await page.draws(next);
    assert.equal(page.press(next), false);
    await page.clock.advance(1000);
    assert.equal(page.press(next), true);
  });

  it("begins its second anew when the button was away", async () => {
    await page.draws(approve);
    await page.clock.advance(5000);
    await page.draws();
    await page.draws(approve);
    assert.equal(page.press(approve), false);
  });

  it("goes on counting when the same button is drawn again", async () => {
    await page.draws(approve);
    await page.clock.advance(1000);
    const again = new FakeButton(`${PREFIX}approve-case-1`);
    await page.draws(again);
    assert.equal(page.press(again), true);
  });

  it("begins its second anew when the page was hidden", async () => {
    await page.draws(approve);
    await page.clock.advance(5000);
    page.hides(true);
    await page.clock.advance(60_000);
    page.hides(false);
    await page.clock.advance(900);
    assert.equal(page.press(approve), false);
    await page.clock.advance(200);
    assert.equal(page.press(approve), true);
  });

  it("counts a second after the guard came, on a page that was drawn before it", async () => {
    const drawn = new FakePage();
    drawn.buttons = [approve];
    new PressGuard(drawn, drawn.window, { prefix: PREFIX, shown_ms: 1000 }).begin();
    await drawn.clock.advance(1100);
    assert.equal(drawn.press(approve), true);
  });

  it("leaves other buttons alone", async () => {
    await page.draws(approve);
    const other = new FakeButton("st-key-next");
    other.closest = () => null;
    assert.equal(page.press(other), true);
  });
});

describe("a mouse that lay there before the button came", () => {
  beforeEach(async () => {
    page.pointerAt(50, 20);
    await page.draws(approve);
    await page.clock.advance(5000);
  });

  it("presses nothing, however long it waits", () => assert.equal(page.press(approve), false));

  it("presses nothing after a tremor of 8 pixels", () => {
    page.pointerAt(58, 20);
    assert.equal(page.press(approve), false);
  });

  it("presses once it was moved", () => {
    page.pointerAt(59, 20);
    assert.equal(page.press(approve), true);
  });

  it("keeps neither the keyboard nor a finger from pressing", () => {
    assert.equal(page.press(approve, { detail: 0 }), true);
    assert.equal(page.press(approve, { pointerType: "touch" }), true);
  });

  it("is not moved by a finger", () => {
    page.pointerAt(200, 200, "touch");
    assert.equal(page.press(approve), false);
  });
});

describe("a guarded button's look", () => {
  it("says when a press would count, without anybody's doing", async () => {
    await page.draws(approve);
    assert.equal(approve.isArmed, false);
    await page.clock.advance(1001);
    assert.equal(approve.isArmed, true);
  });

  it("stays unarmed under a mouse that lies there, until it is moved", async () => {
    page.pointerAt(50, 20);
    await page.draws(approve);
    await page.clock.advance(5000);
    assert.equal(approve.isArmed, false);
    page.pointerAt(90, 20);
    await page.clock.advance(32);
    assert.equal(approve.isArmed, true);
  });

  it("is armed by a mouse beside it", async () => {
    page.pointerAt(300, 20);
    await page.draws(approve);
    await page.clock.advance(1001);
    assert.equal(approve.isArmed, true);
  });
});
