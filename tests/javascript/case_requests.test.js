import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";

import { madeId, post } from "../../pages/components/assets/case_requests.js";

const pressed = { key: "press-1", act: "verdict", url: "/verdicts", body: {}, about: "violation-1" };
const real = globalThis.fetch;
let answers, asked;

const json = (status, body) => new Response(JSON.stringify(body), { status });

beforeEach(() => {
  asked = [];
  globalThis.fetch = async (url) => {
    asked.push(url);
    return answers[url];
  };
});

afterEach(() => {
  globalThis.fetch = real;
});

describe("a request with a press", () => {
  it("counts as signed out once another sign-in's cookie goes with it: its person may be another one", async () => {
    for (const csrf of [json(200, { csrf_token: "new" }), json(401, { detail: "nobody" })]) {
      answers = { "/verdicts": json(403, { detail: "old form" }), "/api/csrf": csrf };
      assert.deepEqual(await post(pressed, "old"), { status: 401, body: null });
    }
    assert.equal(asked.length, 4);
  });

  it("is refused where the same sign-in may not do it", async () => {
    answers = { "/verdicts": json(403, { detail: "not yours" }), "/api/csrf": json(200, { csrf_token: "same" }) };
    assert.deepEqual(await post(pressed, "same"), { status: 403, body: { detail: "not yours" } });
  });

  it("is tried again where nobody can say whose sign-in it is", async () => {
    answers = { "/verdicts": json(403, {}), "/api/csrf": json(503, {}) };
    await assert.rejects(post(pressed, "old"));
  });

  it("is tried again where its response is cut off, but not where a refusal has no words", async () => {
    answers = { "/verdicts": new Response('{"session_id": ', { status: 201 }) };
    await assert.rejects(post(pressed, "same"));
    answers = { "/verdicts": new Response("<html>", { status: 409 }) };
    assert.deepEqual(await post(pressed, "same"), { status: 409, body: null });
  });
});

describe("what a press made", () => {
  const at = (minute) => `2026-03-02T10:0${minute}:00Z`;
  const incident = (more) => ({ violation_ids: [], signal_ids: [], type: null, started_s: 0, ended_s: 1, verdict: null, added: null, muted: null, ...more });
  const added = (id, minute, more) => incident({ type: "identity_mismatch", started_s: 3, ended_s: 9.0000004, added: { id, at: at(minute) }, ...more });
  const body = {
    incidents: [
      added("later", 2),
      added("earlier", 1),
      added("elsewhere", 3, { started_s: 4 }),
      added("another", 3, { type: "no_face" }),
      incident({ violation_ids: ["one"], verdict: { id: "of one" }, muted: { id: "mute of one" } }),
      incident({ signal_ids: ["two"], verdict: { id: "of two" } }),
      incident({ violation_ids: ["three"] }),
    ],
  };
  const made = (act, sent) => madeId(body, { key: "press-1", act, url: "", about: "", body: sent });

  it("is the verdict about what was sent, whatever number that has by now", () => {
    assert.equal(made("verdict", { violation_ids: ["one"], signal_ids: [] }), "of one");
    assert.equal(made("verdict", { violation_ids: [], signal_ids: ["two"] }), "of two");
    assert.equal(made("verdict", { violation_ids: ["three"], signal_ids: [] }), null);
  });

  it("is the mute of that face, and the newest addition of that type and time", () => {
    assert.equal(made("mute", { violation_id: "one" }), "mute of one");
    assert.equal(made("added", { type: "identity_mismatch", started_s: 3, ended_s: 9 }), "later");
  });

  it("is nothing of a press that takes back", () => {
    assert.equal(made("take_back", {}), null);
  });
});
