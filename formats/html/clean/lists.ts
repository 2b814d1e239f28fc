import { unwrap } from '#formats/html/clean/elements'

/** Lists as HTML wants them, which LibreOffice, Google Docs and old pages do not all write. */
export function nestLists(body: HTMLElement): void {
  // A list beside an item instead of in it belongs to the item before.
  for (const list of body.querySelectorAll('ul > ul, ul > ol, ol > ul, ol > ol')) {
    const before = list.previousElementSibling
    if (before?.tagName === 'LI') before.append(list)
    else {
      const item = list.ownerDocument.createElement('li')
      list.replaceWith(item)
      item.append(list)
    }
  }
  for (const item of body.querySelectorAll('li')) {
    // An item that only holds a list goes on with the item before it: LibreOffice writes levels so.
    const [only] = item.children
    const before = item.previousElementSibling
    const isBare = item.children.length === 1 && only && /^[OU]L$/.test(only.tagName)
    if (isBare && before?.tagName === 'LI' && item.textContent === only.textContent) {
      before.append(only)
      item.remove()
    }
  }
  for (const list of body.querySelectorAll('ol, ul')) {
    numbered(list)
    headed(list)
  }
}

/** `value` of an item is where the list starts, or where one begins that goes on from another number. */
function numbered(list: Element): void {
  if (list.tagName !== 'OL') return
  let own = list
  let next = Number(list.getAttribute('start') ?? 1)
  for (const item of list.querySelectorAll(':scope > li')) {
    const value = Number(item.getAttribute('value') ?? '')
    if (Number.isInteger(value) && value > 0 && value !== next) {
      if (item !== list.firstElementChild) {
        const further = list.cloneNode(false) as Element
        own.after(further)
        own = further
      }
      own.setAttribute('start', String(value))
      next = value
    }
    if (own !== list) own.append(item)
    next += 1
  }
}

/** Numbered headings are headings: a list cannot begin with one. */
function headed(list: Element): void {
  const items = [...list.children]
  const areHeadings = items.every((item) => {
    const [first] = item.children
    return (
      item.children.length === 1 &&
      first &&
      /^H[1-6]$/.test(first.tagName) &&
      item.textContent?.trim() === first.textContent?.trim()
    )
  })
  if (items.length === 0 || !areHeadings) return
  for (const item of items) unwrap(item)
  unwrap(list)
}
