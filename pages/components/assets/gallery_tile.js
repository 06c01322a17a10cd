// One tile of the gallery: its picture with the type's colour on the edge, under it what, when, whose, and what stands about it.
import { make } from "./elements.js";

/** @import { GalleryData, GalleryPicture, GalleryTile } from "./gallery_data.d.ts" */

/**
 * @param {GalleryTile} tile
 * @param {GalleryData} data
 * @param {() => void} choose
 */
export function tileItem(tile, data, choose) {
  const button = /** @type {HTMLButtonElement} */ (make("button", "tile"));
  button.type = "button";
  button.style.setProperty("--edge", tile.colour);
  button.append(
    make("span", "picture", pictureOf(tile.pictures[tile.best], data.said), make("span", "badge")),
    make("span", "line", make("b", "", tile.label)),
    make("span", "line", make("span", "code", tile.code), make("span", "span", tile.span)),
  );
  button.addEventListener("click", choose);
  return make("li", "", button);
}

/**
 * @param {HTMLElement} item
 * @param {GalleryTile} tile
 * @param {GalleryData} data
 * @param {boolean} isChosen
 */
export function markTile(item, tile, data, isChosen) {
  const button = /** @type {HTMLButtonElement} */ (item.firstElementChild);
  const words = standingWords(tile, data);
  const badge = /** @type {HTMLElement} */ (button.querySelector(".badge"));
  badge.textContent = words.short;
  badge.className = `badge ${words.kind}`;
  button.setAttribute("aria-label", `${tile.sentence}. ${words.long || data.said.not_judged}`);
  if (isChosen) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}

/**
 * What stands about an incident: for the tile, in a sentence, and by which kind it is coloured.
 *
 * @param {GalleryTile} tile
 * @param {GalleryData} data
 */
export function standingWords({ verdict, isMuted }, { verdicts, said }) {
  if (verdict) {
    const { sign, said: word } = verdicts[verdict.kind];
    return { kind: verdict.kind, short: `${sign} ${word}`, long: `${sign} ${word} · ${verdict.by || said.gone}` };
  }
  if (isMuted) return { kind: "dismiss", short: `${verdicts.dismiss.sign} ${said.muted_short}`, long: said.muted };
  return { kind: "", short: "", long: "" };
}

/**
 * @param {GalleryPicture} picture
 * @param {Record<string, string>} said
 */
function pictureOf(picture, said) {
  const image = document.createElement("img");
  image.loading = "lazy";
  image.alt = "";
  image.addEventListener("error", () => image.replaceWith(make("span", "lost", said.lost)), { once: true });
  image.src = picture.src;
  return image;
}
