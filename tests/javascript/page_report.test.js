import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";

import { PageReport } from "../../pages/components/assets/page_report.js";
import { FakeClock, settled } from "./fake_clock.js";

let clock, page, window, answers, heard, report;

/** Each report waits in `answers` until the test answers it. */
const send = () => new Promise((resolve) => answers.push(resolve));

async function answer(status) {
  answers.shift()(status);
  await settled();
}

beforeEach(() => {
  clock = new FakeClock();
  [page, window] = [new EventTarget(), new EventTarget()];
  [answers, heard] = [[], []];
  report = new PageReport(send, (status) => heard.push(status), clock);
  report.begin(page, window);
});

describe("a page's report", () => {
  it("is sent at once, and 4 seconds after each answer", async () => {
    assert.equal(answers.length, 1);
    await answer(204);
    await clock.advance(3999);
    assert.equal(answers.length, 0);
    await clock.advance(1);
    assert.equal(answers.length, 1);
    assert.deepEqual(heard, [204]);
  });

  it("is not sent again by the clock while the answer to one is still to come", async () => {
    await clock.advance(60_000);
    assert.equal(answers.length, 1);
  });

  it("is sent at once when the page comes into view or leaves it, and when the network is back", async () => {
    await answer(204);
    page.dispatchEvent(new Event("visibilitychange"));
    assert.equal(answers.length, 1);
    window.dispatchEvent(new Event("online"));
    assert.equal(answers.length, 2);
  });

  it("stays one every 4 seconds, however many were sent at once", async () => {
    for (let hidings = 0; hidings < 5; hidings++) page.dispatchEvent(new Event("visibilitychange"));
    for (let left = answers.length; left; left--) await answer(204);
    assert.equal(heard.length, 6);
    await clock.advance(4000);
    assert.equal(answers.length, 1);
  });

  it("goes on after the server was out of reach", async () => {
    await answer(0);
    await clock.advance(4000);
    await answer(204);
    assert.deepEqual(heard, [0, 204]);
  });

  it("knows of a network that is gone before any report fails", () => {
    window.dispatchEvent(new Event("offline"));
    assert.deepEqual(heard, [0]);
  });

  it("ends with its page: no answer is heard any more, no event, no clock", async () => {
    await answer(204);
    page.dispatchEvent(new Event("visibilitychange"));
    report.close();
    await answer(500);
    await clock.advance(60_000);
    for (const name of ["online", "offline"]) window.dispatchEvent(new Event(name));
    assert.deepEqual(heard, [204]);
    assert.equal(answers.length, 0);
  });
});
