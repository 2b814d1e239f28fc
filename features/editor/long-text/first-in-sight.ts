/** The first block of a text of which something is to be seen below the bars that cover the top of the window. */
export function firstInSight(text: Element): Element | null {
  const { children, ownerDocument } = text
  // The style sheet says there how much of the window the header and the toolbar cover.
  const style = ownerDocument.defaultView?.getComputedStyle(text)
  const covered = Number.parseFloat(style?.scrollMarginTop ?? '') || 0
  let [from, to] = [0, children.length]
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    const bottom = children[middle]?.getBoundingClientRect().bottom ?? 0
    if (bottom > covered) to = middle
    else from = middle + 1
  }
  return children[from] ?? null
}
