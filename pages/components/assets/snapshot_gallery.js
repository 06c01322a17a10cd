// Snapshots of violations. Hover or focus enlarges one, a click reports its incident. The pictures come from a route that asks
// for the cookie and the role; nothing of them passes through the page's data.
import { find } from "./elements.js";

/** @import { Component } from "./component.d.ts" */
/**
 * @typedef {object} Picture from pages/components/snapshot_gallery.py
 * @property {string} src
 * @property {number} incident
 * @property {string} colour
 * @property {string} time
 * @property {string} kind
 * @property {string} missing the sentence for a file that is gone
 * @property {string} sentence
 * @property {string} [lost] why it did not come, once that is known
 */
/** @typedef {{ missing: string, away: string }} LostWords */
/** @typedef {{ pictures: Picture[], chosen: number, tile: string, said: LostWords }} GalleryData */

const PREVIEW_WIDTH = 412;
const PREVIEW_HEIGHT = 350;

/** @param {Component<GalleryData>} component */
export default function ({ data, parentElement, setTriggerValue }) {
  const grid = find(parentElement, ".grid");
  const preview = find(parentElement, ".preview");
  preview.hidden = true;
  grid.style.setProperty("--tile", data.tile);
  const open = (/** @type {number} */ incident) => setTriggerValue("opened", incident);
  grid.replaceChildren(...data.pictures.map((picture) => item(picture, data, preview, open)));
}

/**
 * @param {Picture} picture
 * @param {GalleryData} data
 * @param {HTMLElement} preview
 * @param {(incident: number) => void} open
 */
function item(picture, { chosen, said }, preview, open) {
  const button = document.createElement("button");
  button.type = "button";
  button.style.setProperty("--edge", picture.colour);
  if (picture.incident === chosen) button.className = "chosen";
  button.setAttribute("aria-label", picture.sentence);
  button.append(imageOf(picture, button, said), captionOf(picture));
  for (const entering of ["mouseenter", "focus"]) button.addEventListener(entering, () => enlarge(preview, button, picture));
  for (const leaving of ["mouseleave", "blur"]) button.addEventListener(leaving, () => (preview.hidden = true));
  button.addEventListener("click", () => open(picture.incident));
  const entry = document.createElement("li");
  entry.append(button);
  return entry;
}

/**
 * @param {Picture} picture
 * @param {HTMLButtonElement} button
 * @param {LostWords} words
 */
function imageOf(picture, button, words) {
  const image = document.createElement("img");
  image.loading = "lazy";
  image.alt = "";
  image.addEventListener("error", () => explainLost(picture, image, button, words), { once: true });
  image.src = picture.src;
  return image;
}

/** @param {Picture} picture */
function captionOf({ time, kind }) {
  const caption = document.createElement("span");
  const clock = document.createElement("b");
  clock.textContent = time;
  caption.append(clock, kind);
  return caption;
}

/**
 * @param {HTMLElement} preview
 * @param {HTMLButtonElement} button
 * @param {Picture} picture
 */
function enlarge(preview, button, { src, sentence, lost }) {
  const at = button.getBoundingClientRect();
  const right = at.right + 8;
  const left = right + PREVIEW_WIDTH < window.innerWidth ? right : Math.max(8, at.left - PREVIEW_WIDTH - 8);
  const image = find(preview, "img", HTMLImageElement);
  image.hidden = Boolean(lost);
  if (!lost) image.src = src;
  find(preview, "p").textContent = lost ? `${sentence}. ${lost}` : sentence;
  preview.style.left = `${left}px`;
  preview.style.top = `${Math.max(8, Math.min(at.top - 80, window.innerHeight - PREVIEW_HEIGHT))}px`;
  preview.hidden = false;
}

/**
 * Why an image did not come is not in its error event, so the address is asked once more: 404 is a file that is gone.
 *
 * @param {Picture} picture
 * @param {HTMLImageElement} image
 * @param {HTMLButtonElement} button
 * @param {LostWords} words
 */
async function explainLost(picture, image, button, words) {
  const answer = await fetch(picture.src).catch(() => null);
  const isMissing = answer?.status === 404;
  picture.lost = isMissing ? picture.missing : `${words.away}.`;
  const sentence = document.createElement("span");
  sentence.className = "lost";
  sentence.textContent = isMissing ? words.missing : words.away;
  image.replaceWith(sentence);
  button.setAttribute("aria-label", `${picture.sentence}. ${picture.lost}`);
}
