import { unwrap } from '#formats/html/clean/elements'

/** A number, a letter or a sign, in brackets or not, as notes are called. */
const noteLabel = /^[[(]?(?:\d{1,4}|[a-z]{1,4}|[*†‡§¶]+)[\])]?$/i

/**
 * Footnotes and endnotes as the schema has them: what a note says stands where it is referred to. Every program
 * names them differently (`_ftn1`, `sdfootnote1sym`, `ftnt1`, `fn:1`), but in all of them a short link leads
 * to the note, and one in the note back to it.
 */
export function notes(body: HTMLElement): void {
  const targets = targetsIn(body)
  const found: { reference: Element; note: Element; back: Element }[] = []
  for (const reference of body.querySelectorAll('a[href*="#"]')) {
    if (!noteLabel.test((reference.textContent ?? '').trim())) continue
    const target = targetOf(reference, targets)
    // Behind it: what leads from a note back to its number is as short a link.
    if (!target || !(reference.compareDocumentPosition(target) & 4 /* it follows */)) continue
    const note = noteAround(target)
    const back = note && backlinkIn(note, reference, targets)
    if (note && back && !found.some((other) => other.note === note)) found.push({ reference, note, back })
  }
  // A note about a note stays a link.
  const taken = found.filter(({ reference }) => !found.some(({ note }) => note.contains(reference)))
  for (const { reference, note, back } of taken) moveInto(reference, note, back)
  for (const { note } of taken) dropWithWrappers(note, body)
}

function targetsIn(body: HTMLElement): Map<string, Element> {
  const targets = new Map<string, Element>()
  for (const element of body.querySelectorAll('[id],a[name]')) {
    for (const name of [element.id, element.getAttribute('name') ?? '']) {
      if (name !== '' && !targets.has(name)) targets.set(name, element)
    }
  }
  return targets
}

function targetOf(link: Element, targets: ReadonlyMap<string, Element>): Element | undefined {
  // Browsers copy a link within a page with the whole address of that page.
  const name = (link.getAttribute('href') ?? '').replace(/^[^#]*#/, '')
  return targets.get(name) ?? targets.get(decoded(name))
}

/** What a note says is an item of a list, an element of its own with a name, or one paragraph. */
function noteAround(target: Element): Element | null {
  return (
    target.closest('li') ??
    target.closest('div[id^="ftn"],div[id^="edn"],div[id^="sdfootnote"],div[id^="sdendnote"]') ??
    target.closest('aside,dd,p,div')
  )
}

function backlinkIn(
  note: Element,
  reference: Element,
  targets: ReadonlyMap<string, Element>,
): Element | undefined {
  return [...note.querySelectorAll('a[href*="#"]')].find((link) => {
    const place = targetOf(link, targets)
    return place && (place === reference || place.contains(reference) || reference.contains(place))
  })
}

function moveInto(reference: Element, note: Element, back: Element): void {
  const document = note.ownerDocument
  // A sign that is raised, and whatever else stands around the link in the note for its looks only.
  let sign: Element = back
  while (sign.parentElement && sign.parentElement !== note && isAlone(sign)) sign = sign.parentElement
  sign.remove()
  for (const other of note.querySelectorAll('a[href*="#"]')) if (isSign(other)) other.remove()
  const made = document.createElement('span')
  made.setAttribute('data-footnote', '')
  const blocks = [...note.querySelectorAll('*')].filter(
    (block) => isLine(block) && ![...block.querySelectorAll('*')].some((inner) => isLine(inner)),
  )
  const lines = (blocks.length > 0 ? blocks : [note]).filter((line) => (line.textContent ?? '').trim() !== '')
  for (const [index, line] of lines.entries()) {
    if (index > 0) made.append(document.createElement('br'))
    trim(line)
    if (/white-space\s*:\s*pre/i.test(line.getAttribute('style') ?? ''))
      made.setAttribute('style', 'white-space:pre-wrap')
    made.append(...line.childNodes)
  }
  for (const image of made.querySelectorAll('img,table,ul,ol')) unwrap(image)
  let place = reference
  while (place.parentElement && /^(?:SUP|SPAN|FONT)$/.test(place.parentElement.tagName) && isAlone(place))
    place = place.parentElement
  place.replaceWith(made)
}

const isLine = ({ tagName }: Element) => /^(?:P|LI|DIV)$/.test(tagName)

/** Whether nothing stands beside it: what is around it is around it alone. */
function isAlone(element: Element): boolean {
  return (element.parentElement?.textContent ?? '').trim() === (element.textContent ?? '').trim()
}

const isSign = (link: Element) => /^(?:[↩↵⤶^\s]|\u{FE0E})*\d*$/u.test((link.textContent ?? '').trim())

function trim(line: Element): void {
  const texts: Text[] = []
  const walker = line.ownerDocument.createTreeWalker(line, 4 /* text */)
  while (walker.nextNode()) texts.push(walker.currentNode as Text)
  for (const text of texts) {
    text.data = text.data.replace(/^[\s\u00A0]+/, '')
    if (text.data !== '') break
  }
  for (const text of texts.toReversed()) {
    text.data = text.data.replace(/[\s\u00A0]+$/, '')
    if (text.data !== '') break
  }
}

/** With the list or part of the page that held nothing but notes, and the line above it. */
function dropWithWrappers(note: Element, body: HTMLElement): void {
  let parent = note.parentElement
  const line = note.previousElementSibling
  if (line?.tagName === 'HR') line.remove()
  note.remove()
  while (
    parent &&
    parent !== body &&
    (parent.textContent ?? '').trim() === '' &&
    !parent.querySelector('img')
  ) {
    const outer: Element | null = parent.parentElement
    const above = parent.previousElementSibling
    // Other programs draw the line; here it would be one that somebody put before the notes.
    if (above?.tagName === 'HR' && parent.getAttribute('role') !== 'doc-endnotes') above.remove()
    parent.remove()
    parent = outer instanceof HTMLElement ? outer : null
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
