// The session's video, fetched part by part from a route that asks for cookie, role and claim. A chosen incident moves it there;
// drawing the page again does not.
export default function (component) {
  const { data, parentElement } = component
  const video = parentElement.querySelector("video")
  const said = parentElement.querySelector("p")
  video.style.setProperty("--tall", data.tall)
  video.setAttribute("aria-label", data.label)
  if (video.dataset.src !== data.src) {
    video.dataset.src = data.src
    video.addEventListener("error", () => {
      said.textContent = data.lost
      said.hidden = false
    })
    video.src = data.src
  }
  const strip = parentElement.querySelector(".strip")
  const pictures = strip.querySelector("input")
  strip.hidden = !data.strip
  if (data.strip && pictures.dataset.src !== data.strip) {
    pictures.dataset.src = data.strip
    pictures.src = data.strip
    pictures.alt = data.stripLabel
    pictures.addEventListener("error", () => (strip.hidden = true))
    // By the keyboard a click has no place: then it goes to the beginning.
    pictures.addEventListener("click", (event) => {
      event.preventDefault()
      video.currentTime = (Math.max(0, event.offsetX) / pictures.clientWidth) * data.length
    })
  }
  const wanted = `${data.src} ${data.incident} ${data.at}`
  if (video.dataset.wanted === wanted) return
  video.dataset.wanted = wanted
  const go = () => (video.currentTime = data.at)
  if (video.readyState >= 1) go()
  else video.addEventListener("loadedmetadata", go, { once: true })
}
