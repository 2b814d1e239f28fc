type Item = {
  readonly paragraph: Element
  readonly level: number
  readonly list: string
  readonly marker: string
}

/**
 * Word copies lists as paragraphs with `mso-list:l0 level2 lfo1` and their sign as text in a span. They become
 * lists that are nested by level and numbered by the sign of their first item.
 */
export function wordLists(body: HTMLElement): void {
  let run: Item[] = []
  for (const paragraph of body.querySelectorAll('p,h1,h2,h3,h4,h5,h6')) {
    const item = readItem(paragraph)
    const last = run.at(-1)
    if (last && (!item || nextBlock(last.paragraph) !== paragraph)) {
      build(run)
      run = []
    }
    // A numbered heading stays a heading, without its number.
    if (item && paragraph.tagName === 'P') run.push(item)
  }
  if (run.length > 0) build(run)
}

function nextBlock(element: Element): Element | null {
  return element.nextElementSibling
}

function readItem(paragraph: Element): Item | null {
  const style = paragraph.getAttribute('style') ?? ''
  const [, list = '', level = '1'] = /mso-list\s*:\s*(l\d+)\s+level(\d+)/i.exec(style) ?? []
  if (list === '') return null
  const signs = [...paragraph.querySelectorAll('span')].filter((span) =>
    /mso-list\s*:\s*Ignore/i.test(span.getAttribute('style') ?? ''),
  )
  const marker = (signs[0]?.textContent ?? '').replaceAll(/[\s\u00A0]+/g, '')
  for (const sign of signs) sign.remove()
  return { paragraph, level: Number(level), list, marker }
}

function build(items: readonly Item[]): void {
  const [first] = items
  if (!first) return
  const document = first.paragraph.ownerDocument
  const place = document.createElement('div')
  first.paragraph.before(place)
  const open: { list: Element; level: number; key: string }[] = []
  for (const { paragraph, level, list: id, marker } of items) {
    while (open.length > 0 && (open.at(-1)?.level ?? 0) > level) open.pop()
    const name = isNumber(marker) ? 'ol' : 'ul'
    const key = `${id} ${name}`
    if (open.at(-1)?.level === level && open.at(-1)?.key !== key) open.pop()
    if (open.at(-1)?.level !== level) {
      const list = document.createElement(name)
      const start = name === 'ol' ? startOf(marker) : 1
      if (start !== 1) list.setAttribute('start', String(start))
      const outer = open.at(-1)?.list
      ;(outer?.lastElementChild ?? outer ?? place).append(list)
      open.push({ list, level, key })
    }
    const item = document.createElement('li')
    const line = document.createElement('p')
    line.append(...paragraph.childNodes)
    item.append(line)
    open.at(-1)?.list.append(item)
    paragraph.remove()
  }
  place.replaceWith(...place.childNodes)
}

/** `1.`, `2)`, `a.`, `iv)`, `(b)`, `1.2.`; a lone `o` is Word's second bullet. */
function isNumber(marker: string): boolean {
  return /^\(?(?:\d+(?:\.\d+)*|[a-z]{1,2}|[ivxlcdm]+)[.)\]]+$/i.test(marker)
}

function startOf(marker: string): number {
  const number = /(\d+)\D*$/.exec(marker)?.[1]
  if (number !== undefined) return Number(number)
  const letters = marker.replaceAll(/[^a-z]/gi, '').toLowerCase()
  if (letters.length === 1 && !'ivx'.includes(letters)) return (letters.codePointAt(0) ?? 97) - 96
  return Math.max(1, romanValue(letters))
}

function romanValue(letters: string): number {
  const values: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 }
  let sum = 0
  for (let index = 0; index < letters.length; index += 1) {
    const value = values[letters[index] ?? ''] ?? 0
    sum += value < (values[letters[index + 1] ?? ''] ?? 0) ? -value : value
  }
  return sum
}
