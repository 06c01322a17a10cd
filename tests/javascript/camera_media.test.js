import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";

import { CameraKeeper } from "../../pages/components/assets/camera_keeper.js";
import { keepPictureSize, listenToMedia } from "../../pages/components/assets/camera_media.js";
import { settled } from "./fake_clock.js";
import { aRefusal, aStream, aTrack, FakeNavigator } from "./fake_media.js";

let navigator, keeper, choices;

beforeEach(async () => {
  navigator = new FakeNavigator();
  keeper = new CameraKeeper("s1", { getItem: () => "on", setItem: () => {} }, () => 1_000_000);
  choices = [];
  listenToMedia(navigator, keeper, (hasChoice) => choices.push(hasChoice));
  await settled();
});

describe("the browser's cameras", () => {
  it("are given to the frame as they came, and their tracks to the keeper", async () => {
    const [stream, track] = [aStream(aTrack("ended")), aTrack("ended")];
    navigator.mediaDevices.answer = async () => stream;
    assert.equal(await navigator.mediaDevices.getUserMedia({ video: true }), stream);
    assert.deepEqual(keeper.tracks, [track]);
    assert.equal(keeper.hasEnded(), true);
  });

  it("that are refused stay refused for the frame, and are trouble until they are allowed", async () => {
    navigator.mediaDevices.answer = async () => {
      throw aRefusal("NotAllowedError");
    };
    await assert.rejects(navigator.mediaDevices.getUserMedia({ video: true }), { name: "NotAllowedError" });
    assert.equal(keeper.trouble(), "denied");
    navigator.permission.becomes("granted");
    assert.equal(keeper.trouble(), "");
  });

  it("whose permission is taken back are denied at once", () => {
    navigator.permission.becomes("denied");
    assert.equal(keeper.trouble(), "denied");
  });

  it("are missing once the last is unplugged, and there again once one is plugged in", async () => {
    navigator.mediaDevices.plugged(0);
    await settled();
    assert.equal(keeper.trouble(), "missing");
    navigator.mediaDevices.plugged(1);
    await settled();
    assert.equal(keeper.trouble(), "");
  });

  it("are counted again once one was opened, since before a browser shows but one", async () => {
    navigator.mediaDevices.cameras = 2;
    await navigator.mediaDevices.getUserMedia({ video: true });
    assert.deepEqual(choices, [false, true]);
  });

  it("are not to be had without a secure address", () => {
    listenToMedia({}, keeper, () => assert.fail("no camera was counted"));
    assert.equal(keeper.trouble(), "unsupported");
  });

  it("work in a browser that can't be asked for the permission", async () => {
    const old = new FakeNavigator();
    old.permissions = undefined;
    listenToMedia(old, keeper, () => {});
    await settled();
    assert.equal(keeper.trouble(), "");
  });
});

describe("a connection's picture", () => {
  it("keeps its size, with all that the sender had", async () => {
    const sent = [];
    class Connection {
      addTrack() {
        return { getParameters: () => ({ encodings: [1] }), setParameters: async (parameters) => sent.push(parameters) };
      }
    }
    keepPictureSize(Connection);
    new Connection().addTrack(aTrack());
    assert.deepEqual(sent, [{ encodings: [1], degradationPreference: "maintain-resolution" }]);
  });

  it("is sent all the same by a browser that refuses that", async (t) => {
    t.mock.method(console, "info", () => {});
    const sender = { getParameters: () => ({}), setParameters: async () => Promise.reject(aRefusal("InvalidModificationError")) };
    class Connection {
      addTrack() {
        return sender;
      }
    }
    keepPictureSize(Connection);
    assert.equal(new Connection().addTrack(aTrack()), sender);
    await settled();
    assert.equal(console.info.mock.callCount(), 1);
  });
});
