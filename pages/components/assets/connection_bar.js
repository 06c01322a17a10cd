// Streamlit says on its own element whether its socket is connected; the live badge knows earlier when a network was cut.
const FLICKER_MS = 700
const bars = new WeakMap()

export default function (component) {
  const { parentElement, data } = component
  if (!bars.has(parentElement)) bars.set(parentElement, watch(parentElement.querySelector(".bar"), data.sentence))
  return () => {
    bars.get(parentElement)?.()
    bars.delete(parentElement)
  }
}

function watch(bar, sentence) {
  const app = document.querySelector('[data-testid="stApp"]')
  const listening = new AbortController()
  let isBadgeInReach = true
  let timer = null
  const isGone = () => app.dataset.testConnectionState !== "CONNECTED" || !isBadgeInReach
  const show = () => {
    bar.hidden = !isGone()
    bar.textContent = bar.hidden ? "" : sentence
  }
  // A socket that is back within the second is not worth a word.
  const look = () => {
    clearTimeout(timer)
    timer = setTimeout(show, isGone() ? FLICKER_MS : 0)
  }
  const states = new MutationObserver(look)
  states.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] })
  document.addEventListener("proctor-reach", ({ detail }) => {
    if (detail === isBadgeInReach) return
    isBadgeInReach = detail
    look()
  }, { signal: listening.signal })
  look()
  return () => {
    clearTimeout(timer)
    states.disconnect()
    listening.abort()
  }
}
