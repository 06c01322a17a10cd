// The queue's rows. A click anywhere in a row, or Enter on its session, reports the session's id.
function node(tag, className, text) {
  const made = document.createElement(tag)
  if (className) made.className = className
  if (text !== undefined) made.textContent = text
  return made
}

function bar(parts, title) {
  const made = node("div", "bar")
  made.title = title
  for (const part of parts) {
    const piece = node("span")
    piece.style.width = `${part.percent}%`
    piece.style.background = part.colour
    made.append(piece)
  }
  return made
}

function chips(why) {
  const made = node("span")
  made.append(...why.map((one) => {
    const chip = node("span", one.colour ? "chip" : "chip quiet")
    if (one.colour) {
      const dot = node("span", "dot")
      dot.style.background = one.colour
      chip.append(dot)
    }
    chip.append(one.text)
    return chip
  }))
  return made
}

function cell(className, ...children) {
  const made = node("td", className)
  made.role = "cell"
  made.append(...children)
  return made
}

function line(row, headings, open) {
  const made = node("tr")
  made.role = "row"
  const button = node("button", "", row.code)
  button.type = "button"
  button.setAttribute("aria-label", row.open_label)
  made.append(
    cell("", bar(row.bar, row.bar_title)),
    cell("", button),
    cell("survey", row.survey),
    cell("why", chips(row.why)),
    cell("number", row.longest),
    cell(row.is_coverage_low ? "number low" : "number", row.coverage),
    cell("number", row.waiting),
    cell(row.is_free ? "quiet" : "", row.holder),
  )
  made.children[2].title = row.survey
  for (const [at, heading] of headings.entries()) made.children[at].dataset.heading = heading
  made.addEventListener("click", () => open(row.id))
  return made
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const headings = data.columns.map(({ label }) => label)
  const head = node("tr")
  for (const column of data.columns) {
    const th = node("th", column.is_number ? "number" : "", column.label)
    th.scope = "col"
    th.role = "columnheader"
    head.append(th)
  }
  head.role = "row"
  parentElement.querySelector("thead").replaceChildren(head)
  const open = (id) => setTriggerValue("opened", id)
  parentElement.querySelector("tbody").replaceChildren(...data.rows.map((row) => line(row, headings, open)))
}
