import { rename, unwrap } from '#formats/html/clean/elements'
import { formulas } from '#formats/html/clean/formulas'
import { readImages, type ImageReading } from '#formats/html/clean/images'
import { nestLists } from '#formats/html/clean/lists'
import { notes } from '#formats/html/clean/notes'
import { isSpreadsheet, plainTables } from '#formats/html/clean/tables'
import { wordLists } from '#formats/html/clean/word-lists'

/**
 * Makes a page that some program wrote (Word, Google Docs, LibreOffice, a spreadsheet, a site) into plain HTML
 * that the schema reads well: lists nested in their items, headings by level, no fonts, nothing hidden. The
 * page must be parsed inertly (`DOMParser`). What the schema does not allow is not removed here: it never
 * comes through the schema.
 */
export function cleanHtml(page: Document, images: ImageReading): void {
  const { body } = page
  const areSheets = isSpreadsheet(page)
  headingNumbers(page)
  formulas(body)
  dropUnseen(body)
  notes(body)
  wordLists(body)
  headingsByName(body)
  unwrapDocs(body)
  plainLinks(body)
  readImages(body, images)
  nestLists(body)
  plainTables(body, areSheets)
  plainText(body)
  plainBlocks(body)
}

const unseen =
  'script,style,link,meta,title,template,iframe,frame,object,embed,applet,svg,math,canvas,audio,video,source,track,map,dialog,button,textarea,datalist,nav[hidden],[hidden]'

function dropUnseen(body: HTMLElement): void {
  const walker = body.ownerDocument.createTreeWalker(body, 128 /* comments: Word hides whole lists in them */)
  const comments: Node[] = []
  while (walker.nextNode()) comments.push(walker.currentNode)
  for (const comment of comments) (comment as Comment).remove()
  // Unwrapped, since without scripts it may have swallowed whatever follows it.
  for (const element of body.querySelectorAll('noscript')) unwrap(element)
  for (const element of body.querySelectorAll(unseen)) element.remove()
  // What it lists follows from the document, and is made anew wherever it is shown.
  for (const element of body.querySelectorAll('[data-table-of-contents]')) element.replaceChildren()
  for (const element of body.querySelectorAll('input:not([type=checkbox])')) element.remove()
  for (const element of body.querySelectorAll<HTMLElement>('[style]')) {
    const style = element.getAttribute('style') ?? ''
    if (/(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i.test(style))
      element.remove()
    // There for those who hear the page.
    else if (/(?:^|;)\s*clip\s*:\s*rect\(0/i.test(style) && /position\s*:\s*absolute/i.test(style))
      element.remove()
  }
}

/** LibreOffice writes the number of a heading as part of its text, without so much as a space. */
function headingNumbers({ body, head }: Document): void {
  if (!head.querySelector('meta[name=generator][content^=LibreOffice]')) return
  for (const heading of body.querySelectorAll('h1,h2,h3,h4,h5,h6')) {
    const text = [...heading.childNodes].find((node) => node.nodeType === 3 && node.textContent?.trim())
    if (text?.textContent) text.textContent = text.textContent.replace(/^\s*(?:\d+\.)+(?=\p{L})/u, '')
  }
}

/** Word's title and outline levels are headings whatever their element. */
function headingsByName(body: HTMLElement): void {
  for (const element of body.querySelectorAll('p')) {
    const style = element.getAttribute('style') ?? ''
    const level = /^(?:Mso)?Title$/i.test(element.className)
      ? 1
      : Number(/mso-outline-level\s*:\s*([1-6])/i.exec(style)?.[1] ?? 0) ||
        Number(/^(?:Mso)?Heading([1-6])$/i.exec(element.className)?.[1] ?? 0)
    if (level > 0) rename(element, `h${level}`)
  }
}

/** Google Docs wraps everything in a `b` that is not bold; its checklists are marked by roles. */
function unwrapDocs(body: HTMLElement): void {
  for (const element of body.querySelectorAll('b[id^="docs-internal-guid"],google-sheets-html-origin'))
    unwrap(element)
  for (const item of body.querySelectorAll('li[role=checkbox],li[aria-checked]')) {
    item.setAttribute('data-type', 'taskItem')
    item.setAttribute('data-checked', item.getAttribute('aria-checked') === 'true' ? 'true' : 'false')
    for (const image of item.querySelectorAll('img'))
      if ((image.getAttribute('src') ?? '').startsWith('data:')) image.remove()
    const list = item.parentElement
    if (list) list.setAttribute('data-type', 'taskList')
  }
  // GitHub and many others: a box at the beginning of an item.
  for (const box of body.querySelectorAll('li input[type=checkbox]')) {
    const item = box.closest('li')
    const list = item?.parentElement
    if (!item || !list || item.getAttribute('data-type') === 'taskItem') continue
    item.setAttribute('data-checked', box.hasAttribute('checked') ? 'true' : 'false')
    item.setAttribute('data-type', 'taskItem')
    list.setAttribute('data-type', 'taskList')
    box.remove()
  }
}

/** Links into the page itself lead nowhere here; underlining and colour are how links look, not what is said. */
function plainLinks(body: HTMLElement): void {
  for (const link of body.querySelectorAll('a')) {
    const href = link.getAttribute('href')
    if (href === null || href.startsWith('#') || /^(?:file|about|blob):/i.test(href)) {
      unwrap(link)
      continue
    }
    const google = /^https:\/\/www\.google\.com\/url\?(?:.*&)?q=([^&]+)/.exec(href)?.[1]
    if (google) link.setAttribute('href', decode(google) ?? href)
    for (const under of link.querySelectorAll('u')) unwrap(under)
    for (const styled of [link, ...link.querySelectorAll<HTMLElement>('[style]')])
      withoutStyle(styled, /^text-decoration/)
    const parent = link.parentElement
    if (parent?.tagName === 'U' && parent.textContent === link.textContent) unwrap(parent)
  }
}

const headingLinks = ':is(h1,h2,h3,h4,h5,h6) a[href*="#"]:not([target=_blank])'

/** Styles of the schema's own marks, and what no file should bring: a bold that a heading has by itself. */
function plainText(body: HTMLElement): void {
  for (const heading of body.querySelectorAll('h1,h2,h3,h4,h5,h6')) {
    for (const element of [heading, ...heading.querySelectorAll('*')]) withoutStyle(element, /^font-weight/)
    for (const bold of heading.querySelectorAll('b,strong'))
      if (bold.textContent?.trim() === heading.textContent?.trim()) unwrap(bold)
  }
  // The sign that leads to the heading itself. One that opens a page of its own, as links from here do, leads elsewhere.
  for (const link of body.querySelectorAll(headingLinks))
    if (/^[#¶§🔗]?$/u.test(link.textContent?.trim() ?? '') && !link.querySelector('img')) link.remove()
  for (const key of body.querySelectorAll('kbd,samp,tt')) rename(key, 'code')
  for (const added of body.querySelectorAll('ins')) rename(added, 'u')
  // Their signs are drawn, and not part of the text.
  for (const quoted of body.querySelectorAll('q')) {
    quoted.prepend('“')
    quoted.append('”')
    unwrap(quoted)
  }
  for (const space of body.querySelectorAll('.Apple-converted-space')) space.replaceWith(' ')
  // An empty line is written with a space that does not break.
  for (const paragraph of body.querySelectorAll('p')) {
    if (
      paragraph.textContent === '\u00A0' &&
      !paragraph.querySelector('br,img,table,[data-footnote],[data-formula]')
    )
      paragraph.textContent = ''
  }
  for (const element of body.querySelectorAll('font')) unwrap(element)
}

const block = 'p,h1,h2,h3,h4,h5,h6,ul,ol,li,table,blockquote,pre,div,hr,details,section,article,figure'

/** Space between blocks says nothing, and a break there is an empty line. */
function plainBlocks(body: HTMLElement): void {
  for (const element of body.querySelectorAll('center,dt,dd,address,fieldset')) rename(element, 'div')
  for (const line of body.querySelectorAll('br.Apple-interchange-newline')) line.remove()
  for (const line of body.querySelectorAll('br')) {
    const parent = line.parentElement
    if (parent?.tagName === 'P' && parent.children.length === 1 && parent.textContent?.trim() === '')
      line.remove()
    else if (parent === body && (isBlock(line.previousElementSibling) || isBlock(line.nextElementSibling)))
      rename(line, 'p')
  }
  // Images stand between lines here, whose ends they then are.
  for (const image of body.querySelectorAll('img')) {
    const { previousSibling: before, nextSibling: after } = image
    if (before?.nodeType === 3) (before as Text).data = (before as Text).data.trimEnd()
    if (after?.nodeType === 3) (after as Text).data = (after as Text).data.trimStart()
  }
  const walker = body.ownerDocument.createTreeWalker(body, 4 /* text */)
  const spaces: Text[] = []
  while (walker.nextNode()) {
    const text = walker.currentNode as Text
    const { previousSibling: before, nextSibling: after } = text
    const isBetween = isBlock(before) || isBlock(after)
    if (isBetween && /^[ \t\r\n]*$/.test(text.data) && !text.parentElement?.closest('pre')) spaces.push(text)
  }
  for (const text of spaces) text.remove()
}

function isBlock(node: Node | null): boolean {
  return node !== null && node.nodeType === 1 && (node as Element).matches(block)
}

function withoutStyle(element: Element, name: RegExp): void {
  const style = element.getAttribute('style')
  if (style === null) return
  const kept = style.split(';').filter((part) => !name.test(part.trim().toLowerCase()))
  element.setAttribute('style', kept.join(';'))
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
