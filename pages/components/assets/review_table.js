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
  return why.map((one) => {
    const chip = node("span", one.colour ? "chip" : "chip quiet")
    if (one.colour) {
      const dot = node("span", "dot")
      dot.style.background = one.colour
      chip.append(dot)
    }
    chip.append(one.text)
    return chip
  })
}

function cell(className, ...children) {
  const made = node("td", className)
  made.append(...children)
  return made
}

function line(row, open) {
  const made = node("tr")
  const button = node("button", "", row.code)
  button.type = "button"
  button.setAttribute("aria-label", row.open_label)
  made.append(
    cell("", bar(row.bar, row.bar_title)),
    cell("", button),
    cell("survey", row.survey),
    cell("why", ...chips(row.why)),
    cell("number", row.longest),
    cell(row.is_coverage_low ? "number low" : "number", row.coverage),
    cell("number", row.waiting),
    cell(row.is_free ? "quiet" : "", row.holder),
  )
  made.children[2].title = row.survey
  made.addEventListener("click", () => open(row.id))
  return made
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const head = node("tr")
  for (const column of data.columns) {
    const th = node("th", column.is_number ? "number" : "", column.label)
    th.scope = "col"
    head.append(th)
  }
  parentElement.querySelector("thead").replaceChildren(head)
  const open = (id) => setTriggerValue("opened", id)
  parentElement.querySelector("tbody").replaceChildren(...data.rows.map((row) => line(row, open)))
}
