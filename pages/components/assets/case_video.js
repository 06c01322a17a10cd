// The session's video, fetched part by part from a route that asks for cookie, role and claim. A chosen incident moves it there;
// drawing the page again does not.
import { find } from "./elements.js";

/** @import { Component } from "./component.d.ts" */
/**
 * @typedef {object} VideoData from pages/components/case_video.py
 * @property {string} src
 * @property {number} at seconds
 * @property {number} incident
 * @property {string} tall a CSS length
 * @property {string} label
 * @property {string} lost the sentence for a video that is gone
 * @property {string} strip the address of the strip of small pictures, or nothing
 * @property {number} length seconds
 * @property {string} stripLabel
 */

/** @param {Component<VideoData>} component */
export default function ({ data, parentElement }) {
  const video = find(parentElement, "video", HTMLVideoElement);
  video.style.setProperty("--tall", data.tall);
  video.setAttribute("aria-label", data.label);
  load(video, find(parentElement, "p"), data);
  drawStrip(find(parentElement, ".strip"), video, data);
  moveTo(video, data);
}

/**
 * @param {HTMLVideoElement} video
 * @param {HTMLElement} lost
 * @param {VideoData} data
 */
function load(video, lost, data) {
  if (video.dataset.src === data.src) return;
  video.dataset.src = data.src;
  video.addEventListener("error", () => {
    lost.textContent = data.lost;
    lost.hidden = false;
  });
  video.src = data.src;
}

/**
 * @param {HTMLElement} strip
 * @param {HTMLVideoElement} video
 * @param {VideoData} data
 */
function drawStrip(strip, video, data) {
  const pictures = find(strip, "input", HTMLInputElement);
  strip.hidden = !data.strip;
  if (!data.strip || pictures.dataset.src === data.strip) return;
  pictures.dataset.src = data.strip;
  pictures.src = data.strip;
  pictures.alt = data.stripLabel;
  pictures.addEventListener("error", () => (strip.hidden = true));
  // By the keyboard a click has no place: then it goes to the beginning.
  pictures.addEventListener("click", (event) => {
    event.preventDefault();
    video.currentTime = (Math.max(0, event.offsetX) / pictures.clientWidth) * data.length;
  });
}

/**
 * @param {HTMLVideoElement} video
 * @param {VideoData} data
 */
function moveTo(video, { src, incident, at }) {
  const wanted = `${src} ${incident} ${at}`;
  if (video.dataset.wanted === wanted) return;
  video.dataset.wanted = wanted;
  const go = () => (video.currentTime = at);
  if (video.readyState >= 1) go();
  else video.addEventListener("loadedmetadata", go, { once: true });
}
