// The self view: the browser shares the camera that streamlit-webrtc already opened; the picture stays in the page.

const PICTURE = { width: 320, height: 240, frameRate: 10 };

export class SelfView {
  /**
   * @param {Pick<HTMLVideoElement, "srcObject" | "hidden">} video
   * @param {() => Promise<MediaStream>} open
   */
  constructor(video, open = () => navigator.mediaDevices.getUserMedia({ video: PICTURE })) {
    this.video = video;
    this.open = open;
    this.isOn = false;
  }

  /** @param {boolean} isOn */
  follow(isOn) {
    if (isOn === this.isOn) return;
    this.isOn = isOn;
    if (isOn) this.start().catch((error) => console.info("no self view:", error.name));
    else this.stop();
  }

  async start() {
    this.video.srcObject = await this.open();
    if (!this.isOn) this.stop();
    else this.video.hidden = false;
  }

  stop() {
    const stream = /** @type {MediaStream | null} */ (this.video.srcObject);
    for (const track of stream?.getTracks() ?? []) track.stop();
    this.video.srcObject = null;
    this.video.hidden = true;
  }
}
