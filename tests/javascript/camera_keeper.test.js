import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";

import { CameraKeeper } from "../../pages/components/assets/camera_keeper.js";
import { aTrack } from "./fake_media.js";

const TICK_MS = 500;

/** The frame's button as the keeper sees it; a press turns start into stop and back, as streamlit-webrtc does. */
class Buttons {
  presses = [];
  isRunning = false;
  isDisabled = false;

  get shown() {
    const name = this.isRunning ? "stop" : "start";
    return { [name]: { disabled: this.isDisabled, click: () => this.press(name) } };
  }

  press(name) {
    this.presses.push(name);
    this.isRunning = name === "start";
  }
}

let at, keeper, buttons, tab;

const storage = { getItem: (key) => tab.get(key) ?? null, setItem: (key, value) => tab.set(key, value) };
const newKeeper = () => new CameraKeeper("s1", storage, () => at);

/** Follows the camera for that long, twice a second. */
function follow(ms, camera, isReachable = true) {
  for (const end = at + ms; at < end; at += TICK_MS) keeper.follow(camera, isReachable, buttons.shown);
}

/** The taker starts the camera and its picture arrives. */
function started() {
  buttons.press("start");
  keeper.pressed(true);
  keeper.opened([aTrack()]);
  follow(5000, "live");
  buttons.presses = [];
}

beforeEach(() => {
  at = 1_000_000;
  tab = new Map();
  buttons = new Buttons();
  keeper = newKeeper();
});

describe("the camera's keeper", () => {
  it("presses nothing before the taker did", () => {
    follow(60_000, "waiting");
    assert.deepEqual(buttons.presses, []);
  });

  it("presses nothing again once the taker stopped the camera", () => {
    started();
    buttons.isRunning = false;
    keeper.pressed(false);
    follow(60_000, "lost");
    assert.deepEqual(buttons.presses, []);
  });

  it("starts the camera again after the frame was drawn anew", () => {
    started();
    buttons.isRunning = false;
    follow(TICK_MS, "lost");
    assert.deepEqual(buttons.presses, ["start"]);
  });

  it("starts it again in the same tab after a reload", () => {
    started();
    keeper = newKeeper();
    buttons.isRunning = false;
    follow(TICK_MS, undefined);
    assert.deepEqual(buttons.presses, ["start"]);
  });

  it("waits longer from try to try, up to 19 seconds", () => {
    started();
    const starts = [];
    for (const end = at + 120_000; at < end; at += TICK_MS) {
      buttons.isRunning = false;
      buttons.presses = [];
      keeper.follow("lost", true, buttons.shown);
      if (buttons.presses.length) starts.push(at);
    }
    const pauses = starts.slice(1).map((start, place) => start - starts[place]);
    assert.deepEqual(pauses, [5000, 6000, 8000, 12000, 19000, 19000, 19000, 19000]);
  });

  it("begins with short pauses again once a picture came", () => {
    started();
    for (let tries = 0; tries < 4; tries++) {
      buttons.isRunning = false;
      follow(20_000, "lost");
    }
    follow(20_000, "live");
    buttons.isRunning = false;
    buttons.presses = [];
    follow(TICK_MS, "lost");
    buttons.isRunning = false;
    follow(5000, "lost");
    assert.deepEqual(buttons.presses, ["start", "start"]);
  });

  it("leaves a button alone that can't be pressed", () => {
    started();
    buttons.isRunning = false;
    buttons.isDisabled = true;
    follow(10_000, "lost");
    assert.deepEqual(buttons.presses, []);
  });

  it("presses nothing while the server is out of reach", () => {
    started();
    buttons.isRunning = false;
    follow(60_000, "lost", false);
    assert.deepEqual(buttons.presses, []);
    follow(TICK_MS, "lost");
    assert.deepEqual(buttons.presses, ["start"]);
  });

  it("stops and starts at once when all tracks ended", () => {
    started();
    const track = aTrack();
    keeper.opened([track]);
    track.readyState = "ended";
    follow(TICK_MS, "live");
    assert.deepEqual(buttons.presses, ["stop"]);
    follow(1500, "lost");
    assert.deepEqual(buttons.presses, ["stop", "start"]);
  });

  it("stops and starts a camera whose picture has not come for 8 seconds, and not before", () => {
    started();
    follow(8000, "lost");
    assert.deepEqual(buttons.presses, []);
    follow(3000, "lost");
    assert.deepEqual(buttons.presses, ["stop", "start"]);
  });

  it("waits as long as it is asked to", () => {
    started();
    buttons.isRunning = false;
    keeper.wait(2000);
    follow(2000, "lost");
    assert.deepEqual(buttons.presses, []);
    follow(TICK_MS, "lost");
    assert.deepEqual(buttons.presses, ["start"]);
  });

  it("gives the camera up once another page took the survey over, and remembers that", () => {
    started();
    follow(20_000, "taken_over");
    assert.deepEqual(buttons.presses, ["stop"]);
    assert.equal(newKeeper().isWanted, false);
  });

  it("takes the survey back by the taker's press, though the other page is still seen for a moment", () => {
    started();
    follow(20_000, "taken_over");
    buttons.press("start");
    keeper.pressed(true);
    buttons.presses = [];
    follow(2000, "taken_over");
    assert.deepEqual(buttons.presses, []);
    assert.equal(keeper.isWanted, true);
  });

  it("takes its own former camera after a reload for no other page", () => {
    started();
    keeper = newKeeper();
    buttons.isRunning = false;
    follow(TICK_MS, "taken_over");
    assert.deepEqual(buttons.presses, ["start"]);
  });
});

describe("what is wrong with the camera", () => {
  it("is a permission that only the taker can give", () => {
    keeper.pressed(true);
    keeper.refused("NotAllowedError");
    assert.equal(keeper.trouble(), "denied");
    follow(60_000, "waiting");
    assert.deepEqual(buttons.presses, []);
    keeper.permitted("granted");
    assert.equal(keeper.trouble(), "");
    follow(TICK_MS, "waiting");
    assert.deepEqual(buttons.presses, ["start"]);
  });

  it("is another program, and it is tried again every few seconds", () => {
    keeper.pressed(true);
    keeper.refused("NotReadableError");
    assert.equal(keeper.trouble(), "busy");
    follow(5000, "waiting");
    assert.deepEqual(buttons.presses, []);
    follow(TICK_MS, "waiting");
    assert.deepEqual(buttons.presses, ["start"]);
  });

  it("is a cable that was pulled, and it starts by itself once it is back", () => {
    started();
    buttons.isRunning = false;
    keeper.counted(0);
    assert.equal(keeper.trouble(), "missing");
    follow(30_000, "lost");
    assert.deepEqual(buttons.presses, []);
    keeper.counted(1);
    follow(TICK_MS, "lost");
    assert.deepEqual(buttons.presses, ["start"]);
  });

  it("is not mended by a permission when another program is what lacks", () => {
    keeper.refused("NotReadableError");
    keeper.permitted("granted");
    assert.equal(keeper.trouble(), "busy");
  });

  it("is not mended by a camera that is plugged in when the permission is what lacks", () => {
    keeper.refused("SecurityError");
    keeper.counted(2);
    assert.equal(keeper.trouble(), "denied");
  });

  it("is the network when the camera is on and no picture arrives within 10 seconds", () => {
    keeper.pressed(true);
    keeper.opened([aTrack()]);
    buttons.isRunning = true;
    follow(5000, "waiting");
    assert.equal(keeper.trouble(), "");
    at += 5001;
    assert.equal(keeper.trouble(), "no_way");
    follow(TICK_MS, "live");
    assert.equal(keeper.trouble(), "");
  });

  it("counts from the first opening, however often it is opened again", () => {
    keeper.pressed(true);
    keeper.opened([aTrack()]);
    at += 6000;
    keeper.opened([aTrack()]);
    at += 4001;
    assert.equal(keeper.trouble(), "no_way");
  });

  it("is another program where the browser gives a reason of its own", () => {
    keeper.refused("SomethingNew");
    assert.equal(keeper.trouble(), "busy");
  });
});
