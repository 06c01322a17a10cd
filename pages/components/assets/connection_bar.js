// Streamlit says on its own element whether its socket is connected; the live badge knows earlier when a network was cut.
const FLICKER_MS = 700
// Who is not signed in any more gets no socket: then the page asks why, now and then.
const ASK_MS = 4000
const UNAUTHORIZED = 401
const bars = new WeakMap()

export default function (component) {
  const { parentElement, data } = component
  if (!bars.has(parentElement)) bars.set(parentElement, watch(parentElement.querySelector(".bar"), data))
  return () => {
    bars.get(parentElement)?.()
    bars.delete(parentElement)
  }
}

function watch(bar, said) {
  const app = document.querySelector('[data-testid="stApp"]')
  const listening = new AbortController()
  let isBadgeInReach = true
  let timer = null
  const isGone = () => app.dataset.testConnectionState !== "CONNECTED" || !isBadgeInReach
  let asking = null
  const show = () => {
    // While it is gone the state changes at every try; what the bar says stays.
    if (bar.hidden !== isGone()) return
    clearTimeout(asking)
    bar.hidden = !isGone()
    bar.textContent = bar.hidden ? "" : said.sentence
    if (!bar.hidden) asking = setTimeout(ask, ASK_MS)
  }
  const ask = async () => {
    const answer = await fetch("/api/csrf", { signal: listening.signal }).catch(() => null)
    if (!isGone() || listening.signal.aborted) return
    if (answer?.status === UNAUTHORIZED) bar.replaceChildren(said.over, " ", wayBack(said.again))
    asking = setTimeout(ask, ASK_MS)
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
    clearTimeout(asking)
    states.disconnect()
    listening.abort()
  }
}

function wayBack(sentence) {
  const link = document.createElement("a")
  link.href = `/account/login?next=${encodeURIComponent(location.pathname + location.search)}`
  link.textContent = sentence
  return link
}
