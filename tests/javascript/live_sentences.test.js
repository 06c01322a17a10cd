import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { cameraState, checkLines, newestNote, notesSentence } from "../../pages/components/assets/live_sentences.js";

const TEXTS = {
  language: "en",
  items: { face: "Your face", phone: "Phone check" },
  reasons: { dark: "too dark" },
  waiting: "looking",
  notes: { one: "{count} of a single one", other: "{count} of {threshold}" },
  notes_flagged: "{count} so far",
  open: { no_face: "We can't see you." },
  past: { no_face: { one: "Not seen for a second.", other: "Not seen for {seconds} s." } },
  flagged: "A person will look.",
  video_rests: "No room for video.",
};
const WATCHING = {
  phase: "watching", camera: "live", items: [], notes: 2, threshold: 3, is_flagged: false, open_types: [],
  last_note: null, is_demo_camera: false, message: null, video_rests: false,
};

/** The camera's word for a page where all is well but for what is given. */
const word = (given) =>
  cameraState({ status: WATCHING, isReachable: true, isSignedOut: false, trouble: "", isWanted: true, ...given });
const note = (given) => newestNote({ ...WATCHING, ...given }, TEXTS);

describe("the camera's state", () => {
  it("is what the server sees", () => assert.equal(word({}), "live"));

  it("is first that nothing reaches the server, then that the taker is signed out, then what the browser says", () => {
    const all = { isReachable: false, isSignedOut: true, trouble: "denied" };
    assert.equal(word(all), "out_of_reach");
    assert.equal(word({ ...all, isReachable: true }), "signed_out");
    assert.equal(word({ trouble: "denied" }), "denied");
  });

  it("is starting from the taker's press until the server sees it", () => {
    assert.equal(word({ status: null }), "starting");
    assert.equal(word({ status: null, isWanted: false }), "waiting");
  });

  it("is taken over, whatever the browser says of a camera that another page uses now", () => {
    assert.equal(word({ status: { ...WATCHING, camera: "taken_over" }, trouble: "busy" }), "taken_over");
  });

  it("of the drawn camera is never the browser's trouble", () => {
    const drawn = { ...WATCHING, is_demo_camera: true };
    assert.equal(word({ status: drawn, trouble: "missing" }), "live");
    assert.equal(word({ status: { ...drawn, camera: "waiting" } }), "waiting");
  });
});

describe("the lines of the system check", () => {
  it("say why, and that one is still looked at", () => {
    const items = [{ item: "face", state: "problem", reason: "dark" }, { item: "phone", state: "waiting", reason: null }];
    assert.deepEqual(checkLines(items, TEXTS), [
      { state: "problem", what: "Your face", why: "too dark" },
      { state: "waiting", what: "Phone check", why: "looking" },
    ]);
  });

  it("say nothing more of what is fine", () => {
    assert.deepEqual(checkLines([{ item: "face", state: "fine", reason: null }], TEXTS)[0].why, "");
  });
});

describe("notes", () => {
  it("are counted against the threshold until it is reached", () => {
    assert.equal(notesSentence(WATCHING, TEXTS), "2 of 3");
    assert.equal(notesSentence({ ...WATCHING, notes: 0, threshold: 1 }, TEXTS), "0 of a single one");
    assert.equal(notesSentence({ ...WATCHING, notes: 4, is_flagged: true }, TEXTS), "4 so far");
  });

  it("are not there before the survey began", () => {
    assert.equal(notesSentence(null, TEXTS), "");
    assert.equal(notesSentence({ ...WATCHING, phase: "checking" }, TEXTS), "");
    assert.deepEqual(newestNote({ ...WATCHING, phase: "checking", open_types: ["no_face"] }, TEXTS), { kind: "", sentence: "" });
  });

  it("that are open come before all that is over", () => {
    const given = { open_types: ["no_face"], is_flagged: true, last_note: { type: "no_face", duration_s: 9 } };
    assert.deepEqual(note(given), { kind: "open", sentence: "We can't see you." });
  });

  it("that are over say how long, at least a second, and what follows", () => {
    const last_note = { type: "no_face", duration_s: 0.2 };
    assert.deepEqual(note({ last_note }), { kind: "past", sentence: "Not seen for a second." });
    const given = { last_note: { ...last_note, duration_s: 8.6 }, is_flagged: true, video_rests: true };
    assert.deepEqual(note(given), { kind: "flagged", sentence: "Not seen for 9 s. A person will look. No room for video." });
  });
});
