// A browser's cameras as a test wants them: devices, permission and what getUserMedia answers.

export const aTrack = (readyState = "live") => ({ readyState, kind: "video" });
export const aStream = (...tracks) => ({ getVideoTracks: () => tracks, getTracks: () => tracks });
export const aRefusal = (name) => Object.assign(new Error(name), { name });

export class FakePermission extends EventTarget {
  state = "prompt";

  becomes(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}

class FakeMedia extends EventTarget {
  cameras = 1;
  answer = () => Promise.resolve(aStream(aTrack()));

  getUserMedia() {
    return this.answer();
  }

  async enumerateDevices() {
    return [{ kind: "audioinput" }, ...Array(this.cameras).fill({ kind: "videoinput" })];
  }

  plugged(cameras) {
    this.cameras = cameras;
    this.dispatchEvent(new Event("devicechange"));
  }
}

export class FakeNavigator {
  mediaDevices = new FakeMedia();
  permission = new FakePermission();
  permissions = { query: async () => this.permission };
}
