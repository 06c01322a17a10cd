import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";

import { queueOf } from "../../pages/components/assets/window_queues.js";
import { FakeClock } from "./fake_clock.js";

let clock, page, sent, answers, heard;

const press = (key) => ({ key: `press-${key}`, act: "verdict", url: "/verdicts", body: {}, about: "violation-1" });
const parts = (screen) => ({
  send: async (pressed) => {
    sent.push(`${pressed.key} by ${screen}`);
    return (await answers.shift()) ?? { status: 201, body: {} };
  },
  taken: (pressed) => {
    heard.push(`${screen} has ${pressed.key}`);
    return null;
  },
  refused: () => {},
  changed: (state, waiting) => heard.push(`${screen} ${state} ${waiting}`),
});
const out = { status: 401, body: null };
const idle = async () => {
  for (let round = 0; round < 3; round++) {
    for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
    await clock.advance(6000);
  }
};

beforeEach(() => {
  clock = new FakeClock();
  const kept = new Map();
  const sessionStorage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
  };
  page = { sessionStorage, setTimeout: (act, ms) => clock.setTimeout(act, ms) };
  [sent, answers, heard] = [[], [], []];
});

describe("the queue of a screen", () => {
  it("is the one that its window has, so that nothing goes out twice, and says to the newest screen what waits", async () => {
    answers = [out];
    queueOf(page, "judging", "lee", parts("first")).push(press("a"));
    await Promise.resolve();
    const queue = queueOf(page, "judging", "lee", parts("second"));
    assert.equal(heard.at(-1), "second saving 1");
    await idle();
    assert.deepEqual(sent, ["press-a by first", "press-a by second"]);
    assert.deepEqual([heard.filter((one) => one.includes("has")), queue.waiting], [["second has press-a"], []]);
  });

  it("is another one for the gallery, and both go on", async () => {
    queueOf(page, "judging", "lee", parts("case")).push(press("a"));
    queueOf(page, "gallery", "lee", parts("gallery")).push(press("b"));
    await idle();
    assert.deepEqual(sent, ["press-a by case", "press-b by gallery"]);
  });

  it("of another person sends nothing more, hears of nothing, and waits for that person", async () => {
    let respond;
    answers = [new Promise((done) => (respond = done))];
    const first = queueOf(page, "judging", "lee", parts("Lee"));
    first.push(press("a"));
    first.push(press("b"));
    queueOf(page, "gallery", "kim", parts("Kim"));
    respond({ status: 201, body: {} });
    await idle();
    assert.deepEqual([sent, heard.filter((one) => one.includes("has"))], [["press-a by Lee"], []]);
    queueOf(page, "judging", "lee", parts("Lee again"));
    await idle();
    assert.deepEqual(sent.slice(1), ["press-a by Lee again", "press-b by Lee again"]);
  });
});
