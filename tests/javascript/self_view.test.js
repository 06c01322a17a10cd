import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";

import { SelfView } from "../../pages/components/assets/self_view.js";
import { settled } from "./fake_clock.js";
import { aRefusal, aStream } from "./fake_media.js";

let video, opened, view;

const aTrackToStop = () => {
  const track = { isStopped: false, stop: () => (track.isStopped = true) };
  return track;
};

/** Each opening waits in `opened` until the test answers it. */
const open = () => new Promise((resolve, reject) => opened.push({ resolve, reject }));

beforeEach(() => {
  video = { srcObject: null, hidden: true };
  opened = [];
  view = new SelfView(video, open);
});

describe("the self view", () => {
  it("is opened once, shown when it comes, and let go with its tracks", async () => {
    const track = aTrackToStop();
    view.follow(true);
    view.follow(true);
    assert.equal(opened.length, 1);
    opened[0].resolve(aStream(track));
    await settled();
    assert.equal(video.hidden, false);
    view.follow(false);
    assert.deepEqual([video.hidden, video.srcObject, track.isStopped], [true, null, true]);
  });

  it("that comes when nobody wants it any more keeps no camera", async () => {
    const track = aTrackToStop();
    view.follow(true);
    view.follow(false);
    opened[0].resolve(aStream(track));
    await settled();
    assert.deepEqual([video.hidden, track.isStopped], [true, true]);
  });

  it("that is refused stays away without a word to the taker", async (t) => {
    t.mock.method(console, "info", () => {});
    view.follow(true);
    opened[0].reject(aRefusal("NotReadableError"));
    await settled();
    assert.equal(video.hidden, true);
  });
});
