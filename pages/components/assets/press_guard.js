// Buttons that decide, end or destroy take no press in their first second on the screen, nor one of a mouse that has lain there
// since before they came. One guard for the whole page: what it has not seen yet is never armed.
const LEFT_PX = 8
const guards = new WeakMap()

class PressGuard {
  constructor(page) {
    this.page = page
    this.window = page.defaultView
    this.seen = new Map()
    this.pointer = null
    this.isLooking = false
    this.timer = 0
  }

  begin({ prefix, shown_ms: shownMs }) {
    Object.assign(this, { prefix, shownMs, selector: `[class*="${prefix}"]` })
    if (this.observer) return
    this.observer = new MutationObserver(() => this.lookSoon())
    this.observer.observe(this.page.body, { subtree: true, childList: true, attributeFilter: ["class"] })
    this.page.addEventListener("click", (event) => this.take(event), true)
    for (const kind of ["pointermove", "pointerdown"]) {
      this.page.addEventListener(kind, (event) => this.follow(event), { capture: true, passive: true })
    }
    this.page.addEventListener("visibilitychange", () => this.forget())
    this.lookSoon()
  }

  // With the frame after the next: only then it has been painted, however busy the page is.
  lookSoon() {
    if (this.isLooking) return
    this.isLooking = true
    const look = () => {
      this.isLooking = false
      this.look()
    }
    this.window.requestAnimationFrame(() => this.window.requestAnimationFrame(look))
  }

  look() {
    const there = new Map([...this.page.querySelectorAll(this.selector)].map((element) => [this.keyOf(element), element]))
    for (const key of this.seen.keys()) if (!there.has(key)) this.seen.delete(key)
    for (const [key, element] of there) {
      if (!this.seen.has(key)) this.seen.set(key, { since: this.window.performance.now(), under: this.pointerOver(element) })
    }
    this.show(there)
  }

  // Drawn with a dashed edge until a press would count.
  show(there) {
    const ages = [...there].map(([key, element]) => {
      element.toggleAttribute("data-armed", this.isArmed(key))
      return this.age(key)
    })
    const rest = ages.filter((age) => age < this.shownMs).map((age) => this.shownMs - age)
    this.window.clearTimeout(this.timer)
    if (rest.length) this.timer = this.window.setTimeout(() => this.look(), Math.min(...rest) + 1)
  }

  take(event) {
    const element = event.target.closest?.(this.selector)
    if (!element) return
    this.look()
    const isOfMouse = event.detail > 0 && event.pointerType !== "touch"
    if (this.age(this.keyOf(element)) >= this.shownMs && !(isOfMouse && this.isUnder(this.keyOf(element)))) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  follow({ clientX, clientY, pointerType }) {
    if (pointerType === "touch") return
    this.pointer = { x: clientX, y: clientY }
    const before = [...this.seen.values()].filter(({ under }) => under)
    const left = before.filter(({ under }) => Math.hypot(under.x - clientX, under.y - clientY) > LEFT_PX)
    for (const one of left) one.under = null
    if (left.length) this.lookSoon()
  }

  forget() {
    this.seen.clear()
    if (!this.page.hidden) this.lookSoon()
  }

  keyOf(element) {
    return [...element.classList].find((name) => name.startsWith(this.prefix))
  }

  age(key) {
    return this.window.performance.now() - (this.seen.get(key)?.since ?? Infinity)
  }

  isUnder(key) {
    return Boolean(this.seen.get(key)?.under)
  }

  isArmed(key) {
    return this.age(key) >= this.shownMs && !this.isUnder(key)
  }

  pointerOver(element) {
    if (!this.pointer) return null
    const { left, right, top, bottom } = element.getBoundingClientRect()
    const { x, y } = this.pointer
    return x >= left && x <= right && y >= top && y <= bottom ? this.pointer : null
  }
}

export default function (component) {
  const page = component.parentElement.ownerDocument
  if (!guards.has(page)) guards.set(page, new PressGuard(page))
  guards.get(page).begin(component.data)
}
