import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";

import { LiveConnection } from "../../pages/components/assets/live_connection.js";

const [CONNECTING, OPEN, CLOSED] = [0, 1, 2];

let at, app, sources, runs, drawn, connection;

function openSource(hear) {
  const source = { hear, readyState: OPEN, CLOSED, close: () => (source.readyState = CLOSED) };
  sources.push(source);
  return source;
}

/** A report is answered every 4 seconds, for that long. */
function answered(ms, status = 204) {
  for (const end = at + ms; at < end; ) {
    at += 4000;
    connection.hearAnswer(status);
    connection.tick();
  }
}

beforeEach(() => {
  at = 1_000_000;
  app = { isConnected: true, isRunning: false };
  [sources, runs, drawn] = [[], [], 0];
  connection = new LiveConnection({
    now: () => at,
    openSource,
    app: () => app,
    askForRun: (when) => runs.push(when),
    changed: () => drawn++,
  });
});

describe("a page's connection", () => {
  it("keeps one stream and asks for no run while all is well", () => {
    answered(600_000);
    assert.equal(sources.length, 1);
    assert.deepEqual(runs, []);
  });

  it("draws what it hears", () => {
    sources[0].hear({ camera: "live" });
    assert.deepEqual(connection.status, { camera: "live" });
    assert.equal(drawn, 1);
  });

  it("is gone when a report gets no answer, and with a server that can't answer", () => {
    for (const status of [0, 500, 503]) {
      connection.hearAnswer(status);
      assert.equal(connection.isReachable, false);
      connection.hearAnswer(204);
      assert.equal(connection.isReachable, true);
    }
  });

  it("opens its stream anew and asks for one run after the server was out of reach", () => {
    connection.hearAnswer(0);
    at += 4000;
    connection.hearAnswer(204);
    assert.equal(sources.length, 2);
    assert.equal(sources[0].readyState, CLOSED);
    answered(60_000);
    assert.equal(runs.length, 1);
  });

  it("does the same after a sleep in which nothing failed", () => {
    answered(8000);
    at += 3_600_000;
    connection.hearAnswer(204);
    assert.equal(sources.length, 2);
    assert.equal(runs.length, 1);
  });

  it("takes 12 seconds without an answer for no sleep", () => {
    at += 12_000;
    connection.hearAnswer(204);
    assert.equal(sources.length, 1);
    assert.deepEqual(runs, []);
    at += 12_001;
    connection.hearAnswer(204);
    assert.equal(sources.length, 2);
  });

  it("forgets what it heard before an absence", () => {
    sources[0].hear({ camera: "live" });
    connection.hearAnswer(0);
    connection.hearAnswer(204);
    assert.equal(connection.status, null);
  });

  it("opens a stream again that the browser gave up, and leaves one alone that the browser tries itself", () => {
    sources[0].readyState = CONNECTING;
    connection.hearAnswer(204);
    assert.equal(sources.length, 1);
    sources[0].readyState = CLOSED;
    connection.hearAnswer(204);
    assert.equal(sources.length, 2);
    assert.deepEqual(runs, []);
  });

  it("hears by the stream first that the server is back", () => {
    connection.hearAnswer(0);
    sources[0].hear({ camera: "live" });
    assert.equal(connection.isReachable, true);
    connection.tick();
    assert.equal(runs.length, 1);
  });

  it("draws that the server is gone without waiting for more", () => {
    connection.hearAnswer(0);
    assert.equal(drawn, 1);
  });

  it("tells a page that is signed out from one that reaches nobody", () => {
    assert.equal(connection.isSignedOut, false);
    connection.hearAnswer(401);
    assert.deepEqual([connection.isReachable, connection.isSignedOut], [true, true]);
    connection.hearAnswer(204);
    assert.equal(connection.isSignedOut, false);
  });

  it("is closed with its stream", () => {
    connection.close();
    assert.equal(sources[0].readyState, CLOSED);
  });
});

describe("a run of the page's script", () => {
  it("is asked for when the server does not know the session, or another tab signed in, every 5 seconds at most", () => {
    for (const status of [404, 403, 404]) connection.hearAnswer(status);
    assert.equal(runs.length, 1);
    at += 5000;
    connection.hearAnswer(403);
    assert.equal(runs.length, 2);
  });

  it("waits until Streamlit's socket is back", () => {
    app.isConnected = false;
    connection.hearAnswer(404);
    answered(20_000);
    assert.deepEqual(runs, []);
    app.isConnected = true;
    connection.tick();
    connection.tick();
    assert.equal(runs.length, 1);
  });

  it("is asked for once after Streamlit's socket was gone, however short", () => {
    app.isConnected = false;
    connection.tick();
    app.isConnected = true;
    answered(60_000);
    assert.equal(runs.length, 1);
  });

  it("is not asked for while the server is out of reach", () => {
    connection.hearAnswer(0);
    at += 20_000;
    connection.tick();
    assert.deepEqual(runs, []);
  });
});

describe("the camera", () => {
  it("waits while the server is out of reach or Streamlit's socket is gone", () => {
    assert.equal(connection.canTakeCamera, true);
    app.isConnected = false;
    assert.equal(connection.canTakeCamera, false);
    app.isConnected = true;
    connection.hearAnswer(0);
    assert.equal(connection.canTakeCamera, false);
  });

  it("waits for a run that takes the session up, for 10 seconds at most", () => {
    connection.hearAnswer(404);
    app.isRunning = true;
    assert.equal(connection.canTakeCamera, false);
    at += 10_000;
    assert.equal(connection.canTakeCamera, true);
  });

  it("waits for no other run", () => {
    app.isRunning = true;
    assert.equal(connection.canTakeCamera, true);
  });
});
