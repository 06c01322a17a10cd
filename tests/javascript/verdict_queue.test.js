import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";

import { VerdictQueue } from "../../pages/components/assets/verdict_queue.js";
import { FakeClock } from "./fake_clock.js";

let clock, store, sent, refused, states, answers;

const press = (key, more = {}) => ({ key: `press-${key}`, act: "verdict", url: "/verdicts", body: {}, about: "violation-1", ...more });
const begin = () =>
  new VerdictQueue({
    send: async (pressed) => {
      sent.push(pressed);
      const answer = answers.shift() ?? { status: 201, body: { id: `id of ${pressed.key}` } };
      if (answer instanceof Error) throw answer;
      return answer;
    },
    taken: (_, body) => body.id,
    refused: (pressed, { status }) => refused.push([pressed.key, status]),
    changed: (state, waiting) => states.push([state, waiting]),
    later: (act, ms) => clock.setTimeout(act, ms),
    store,
    name: "judging-lee",
  });
const turns = async (count) => {
  for (let turn = 0; turn < count; turn++) await new Promise((done) => setImmediate(done));
};
const idle = async () => {
  for (let round = 0; round < 10; round++) {
    await turns(80);
    await clock.advance(6000);
  }
};
const keys = () => sent.map(({ key }) => key);

beforeEach(() => {
  clock = new FakeClock();
  const kept = new Map();
  store = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
  };
  [sent, refused, states, answers] = [[], [], [], []];
});

describe("what was pressed, on its way to the server", () => {
  it("goes one after the other, in order, each once", async () => {
    const queue = begin();
    for (let number = 0; number < 60; number++) queue.push(press(number));
    await idle();
    assert.deepEqual(keys(), Array.from({ length: 60 }, (_, number) => `press-${number}`));
    assert.deepEqual([queue.waiting.length, states.at(-1), store.getItem("judging-lee")], [0, ["", 0], null]);
  });

  it("has nothing on its way any more that was answered, and all that was pressed since", async () => {
    const queue = begin();
    const rest = [];
    queue.parts.taken = (pressed, body) => {
      rest.push(queue.waiting.map(({ key }) => key));
      return body.id;
    };
    for (const name of ["a", "b", "c"]) queue.push(press(name));
    await idle();
    assert.deepEqual(rest, [["press-b", "press-c"], ["press-c"], []]);
  });

  it("names each incident once about which something is on its way", async () => {
    const queue = begin();
    queue.push({ ...press("a"), about: "first" });
    queue.push({ ...press("b"), about: "first" });
    queue.push({ ...press("c"), about: "second" });
    assert.deepEqual([...queue.about], ["first", "second"]);
    await idle();
    assert.deepEqual([...queue.about], []);
  });

  it("waits out a lost connection and a busy server with the same key, and says so", async () => {
    answers = [new TypeError("no network"), { status: 503, body: null }, { status: 429, body: null }];
    const queue = begin();
    queue.push(press("a"));
    queue.push(press("b"));
    await turns(3);
    assert.deepEqual(states.at(-1), ["out_of_reach", 2]);
    await idle();
    const said = states.map(([state]) => state).filter((state, place, all) => state !== all[place - 1]);
    assert.deepEqual(said, ["saving", "out_of_reach", "busy", "saving", ""]);
    assert.deepEqual(keys(), ["press-a", "press-a", "press-a", "press-a", "press-b"]);
    assert.deepEqual([refused, states.at(-1)], [[], ["", 0]]);
  });

  it("keeps everything while its person is signed out", async () => {
    answers = Array.from({ length: 3 }, () => ({ status: 401, body: null }));
    begin().push(press("a"));
    await turns(3);
    assert.deepEqual(states.at(-1), ["signed_out", 1]);
    await idle();
    assert.equal(keys().length, 4);
    assert.deepEqual(states.at(-1), ["", 0]);
  });

  it("survives a reload of the page", async () => {
    answers = [new TypeError("no network")];
    const before = begin();
    before.push(press("a"));
    before.push(press("b"));
    await turns(3);
    before.next = () => {};
    sent = [];
    begin();
    await idle();
    assert.deepEqual(keys(), ["press-a", "press-b"]);
  });

  it("puts the ids of verdicts in where presses name each other", async () => {
    const queue = begin();
    queue.push(press("a", { seen: null }));
    queue.push(press("b", { seen: "press-a" }));
    queue.push(press("c", { act: "take_back", url: "/verdicts/{of}/take-back", of: "press-b" }));
    queue.push(press("d", { seen: "0c52" }));
    await idle();
    assert.deepEqual(
      sent.map(({ url, body }) => [url, body.replaces]),
      [
        ["/verdicts", null],
        ["/verdicts", "id of press-a"],
        ["/verdicts/id of press-b/take-back", undefined],
        ["/verdicts", "0c52"],
      ],
    );
  });

  it("says what was refused, goes on, and takes nothing back that was never stored", async () => {
    answers = [{ status: 409, body: { detail: "changed" } }];
    const queue = begin();
    queue.push(press("a"));
    queue.push(press("b", { act: "take_back", url: "/verdicts/{of}/take-back", of: "press-a" }));
    queue.push(press("c"));
    await idle();
    assert.deepEqual([refused, keys()], [[["press-a", 409]], ["press-a", "press-c"]]);
  });

  it("forgets what it can't read", async () => {
    store.setItem("judging-lee", "{");
    const queue = begin();
    queue.push(press("a"));
    await idle();
    assert.deepEqual(keys(), ["press-a"]);
  });
});
