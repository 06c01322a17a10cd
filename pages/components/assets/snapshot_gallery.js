// Snapshots of violations. Hover or focus enlarges one, a click reports its incident. The pictures come from a route that asks
// for the cookie and the role; nothing of them passes through the page's data.
const PREVIEW_WIDTH = 412
const PREVIEW_HEIGHT = 350

function show(preview, button, picture) {
  const at = button.getBoundingClientRect()
  const right = at.right + 8
  const left = right + PREVIEW_WIDTH < window.innerWidth ? right : Math.max(8, at.left - PREVIEW_WIDTH - 8)
  const image = preview.querySelector("img")
  image.hidden = Boolean(picture.lost)
  if (!picture.lost) image.src = picture.src
  preview.querySelector("p").textContent = picture.lost ? `${picture.sentence}. ${picture.lost}` : picture.sentence
  preview.style.left = `${left}px`
  preview.style.top = `${Math.max(8, Math.min(at.top - 80, window.innerHeight - PREVIEW_HEIGHT))}px`
  preview.hidden = false
}

// Why an image did not come is not in its error event, so the address is asked once more: 404 is a file that is gone.
async function tellLost(picture, image, button, said) {
  const answer = await fetch(picture.src).catch(() => null)
  const isMissing = answer !== null && answer.status === 404
  picture.lost = isMissing ? picture.missing : `${said.away}.`
  const words = document.createElement("span")
  words.className = "lost"
  words.textContent = isMissing ? said.missing : said.away
  image.replaceWith(words)
  button.setAttribute("aria-label", `${picture.sentence}. ${picture.lost}`)
}

function tile(picture, chosen, preview, open, said) {
  const item = document.createElement("li")
  const button = document.createElement("button")
  button.type = "button"
  button.style.setProperty("--edge", picture.colour)
  if (picture.incident === chosen) button.className = "chosen"
  button.setAttribute("aria-label", picture.sentence)
  const image = document.createElement("img")
  image.loading = "lazy"
  image.alt = ""
  image.addEventListener("error", () => tellLost(picture, image, button, said), { once: true })
  image.src = picture.src
  const caption = document.createElement("span")
  const time = document.createElement("b")
  time.textContent = picture.time
  caption.append(time, picture.kind)
  button.append(image, caption)
  for (const entering of ["mouseenter", "focus"]) button.addEventListener(entering, () => show(preview, button, picture))
  for (const leaving of ["mouseleave", "blur"]) button.addEventListener(leaving, () => (preview.hidden = true))
  button.addEventListener("click", () => open(picture.incident))
  item.append(button)
  return item
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const grid = parentElement.querySelector(".grid")
  const preview = parentElement.querySelector(".preview")
  preview.hidden = true
  grid.style.setProperty("--tile", data.tile)
  const open = (incident) => setTriggerValue("opened", incident)
  grid.replaceChildren(...data.pictures.map((picture) => tile(picture, data.chosen, preview, open, data.said)))
}
