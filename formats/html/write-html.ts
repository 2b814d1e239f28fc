import { type DOMOutputSpec, type Mark, type Node } from '@tiptap/pm/model'

import { PageContents } from '#formats/html/contents'
import { type NoteAsHtml, noteReference, notesAsHtml } from '#formats/html/notes'
import { commentMarkName } from '#schema/marks/comment'
import { formulaLanguage } from '#schema/nodes/code-block'
import { footnoteName } from '#schema/nodes/footnote'
import { mentionName } from '#schema/nodes/mention'

export type WriteNodeOptions = {
  /** Makes an address in this app one that a file can bear; as it is without it. */
  readonly imageAddress?: (src: string) => string
  /** Makes MathML of TeX, which it bears; formulas are their TeX without it, and where it is null. */
  readonly formula?: (tex: string, isDisplayed: boolean) => string | null
  /** Says alignment with the attribute that sites keep where they drop styles. */
  readonly alignAttribute?: boolean
}

type Writing = WriteNodeOptions & {
  /** What a table of contents lists; it is its place alone without it. */
  readonly contents?: PageContents
  /** What notes say, for the end of the page; without it they say it where they stand. */
  readonly notes?: NoteAsHtml[]
}

type WriteHtmlOptions = WriteNodeOptions & { readonly title: string; readonly language?: string }

/** Enough for a file to be pleasant to read by itself. */
const style = `body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 Georgia,serif;color:#1d1b18;background:#fff}
h1,h2,h3,h4,h5,h6{line-height:1.25}
table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:.3em .6em;vertical-align:top;text-align:start}td>p,th>p{margin:0}
img{max-width:100%;height:auto}figure{margin:1em 0}figcaption{font-size:.85em;color:#555}pre{padding:.8em;background:#f4f2ee;overflow-x:auto}code{font-family:ui-monospace,monospace;font-size:.9em}
blockquote{margin-inline:0;padding-inline-start:1em;border-inline-start:3px solid #ccc;color:#555}
[data-callout]{margin:1em 0;padding:.2em 1em;border-inline-start:3px solid #888;background:#f4f2ee}[data-page-break]{break-after:page}
[role=doc-toc] ul{list-style:none;padding:0}[role=doc-toc] a{color:inherit}
[role=doc-noteref]{font-size:.75em;line-height:0;vertical-align:super}[role=doc-endnotes]{margin-top:2em;border-top:1px solid #bbb;font-size:.9em}[role=doc-backlink]{text-decoration:none}
:is(p,h1,h2,h3,h4,h5,h6):not([dir]){unicode-bidi:plaintext}
:is(ul,ol):has(>li:first-child>p:first-child[dir=rtl],>li:first-child>div>p:first-child[dir=rtl]){direction:rtl}
ul[data-type=taskList]{list-style:none;padding-inline-start:0}ul[data-type=taskList]>li{display:flex;gap:.5em}li>div>p:first-child,li>p{margin:.2em 0}`

/** A document as a page of its own, one block a line. Made by the schema, without a DOM. */
export function writeHtml(doc: Node, { title, language, ...options }: WriteHtmlOptions): string {
  const lang = language === undefined ? '' : ` lang="${escapeAttribute(language)}"`
  return `<!doctype html>
<html${lang}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeText(title)}</title>
<style>${style}</style>
</head>
<body>
${writeBodyAsHtml(doc, options)}
</body>
</html>
`
}

/** The blocks of a document, one a line, and its notes behind them. */
export function writeBodyAsHtml(doc: Node, options: WriteNodeOptions = {}): string {
  const notes: NoteAsHtml[] = []
  const writing: Writing = {
    ...options,
    notes,
    ...(listsContents(doc) && { contents: new PageContents(doc) }),
  }
  const blocks = doc.children.map((child) => writeNode(child, writing))
  return [...blocks, ...(notes.length > 0 ? [notesAsHtml(notes)] : [])].join('\n')
}

function listsContents(doc: Node): boolean {
  let lists = false
  doc.descendants(({ type, isTextblock }) => {
    lists ||= type.name === contentsName
    return !lists && !isTextblock
  })
  return lists
}

/** One node by itself; a note says where it stands what it says. */
export function writeNodeAsHtml(node: Node, options: WriteNodeOptions = {}): string {
  return writeNode(node, options)
}

function writeNode(node: Node, options: Writing): string {
  if (node.isText) return escapeText(node.text ?? '')
  if (node.type.name === footnoteName && options.notes) {
    const said = { html: writeContent(node, options), keepSpaces: hasLooseSpaces(node) }
    return noteReference(options.notes.push(said))
  }
  if (node.type.name === contentsName && options.contents) return contentsAsHtml(options.contents)
  const formula = options.formula && writeFormula(node, options.formula)
  if (formula) return formula
  const { toDOM } = node.type.spec
  const spec = toDOM ? toDOM(node) : ['div', 0]
  return element(spec as DOMOutputSpec, writeContent(node, options), {
    ...options,
    id: options.contents?.nextId(node) ?? null,
    keepSpaces: hasLooseSpaces(node),
  })
}

function writeFormula(node: Node, formula: NonNullable<WriteNodeOptions['formula']>): string | null {
  const isBlock = node.type.name === 'codeBlock' && node.attrs['language'] === formulaLanguage
  if (!isBlock && node.type.name !== 'inlineFormula') return null
  const made = formula(isBlock ? node.textContent : String(node.attrs['tex']), isBlock)
  const tag = isBlock ? 'div' : 'span'
  return made === null ? null : `<${tag} data-formula="">${made}</${tag}>`
}

function contentsAsHtml({ entries }: PageContents): string {
  const top = Math.min(...entries.map(({ level }) => level))
  const items = entries.map(({ id, level, text }) => {
    const style = level > top ? ` style="margin-inline-start:${(level - top) * 1.5}em"` : ''
    return `<li${style}><a href="#${id}">${escapeText(text)}</a></li>`
  })
  const list = items.length > 0 ? `<ul>\n${items.join('\n')}\n</ul>` : ''
  return `<div data-table-of-contents="" role="doc-toc">${list}</div>`
}

function writeContent(node: Node, options: Writing): string {
  if (!node.inlineContent) return node.children.map((child) => writeNode(child, options)).join('')
  return writeMarked(node.children, 0, options)
}

/** Neighbours that share a mark share its element, as a browser's own editor would write them. */
function writeMarked(nodes: readonly Node[], depth: number, options: Writing): string {
  let html = ''
  for (let index = 0; index < nodes.length;) {
    const node = nodes[index]
    if (!node) break
    const mark = marksOf(node)[depth]
    let end = index + 1
    // From where it stands: a paragraph may change its marks at every letter.
    if (mark) while (marksOf(nodes[end])[depth]?.eq(mark) === true) end += 1
    html += mark
      ? writeMark(mark, writeMarked(nodes.slice(index, end), depth + 1, options), options)
      : writeNode(node, options)
    index = end
  }
  return html
}

/** A note and a mention are links by themselves, and links hold none. What people say of a text is no part of it. */
function marksOf(node: Node | undefined): readonly Mark[] {
  if (!node || node.marks.length === 0) return []
  const isLink = node.type.name === footnoteName || node.type.name === mentionName
  return node.marks.filter(({ type: { name } }) => name !== commentMarkName && !(isLink && name === 'link'))
}

function writeMark(mark: Mark, content: string, options: Writing): string {
  const spec = mark.type.spec.toDOM?.(mark, true)
  return spec ? element(spec, content, options) : content
}

type ElementOptions = Writing & { readonly keepSpaces?: boolean; readonly id?: string | null }

const contentsName = 'tableOfContents'
const voidElements: ReadonlySet<string> = new Set(['br', 'col', 'hr', 'img', 'input', 'wbr'])
/** Names that an extension gives for the page's own styles. */
const wrapperClass = 'tableWrapper'

/** ProseMirror's description of an element, `['tag', attributes?, ...children or 0]`, as HTML. */
function element(spec: DOMOutputSpec, content: string, options: ElementOptions): string {
  if (typeof spec === 'string') return escapeText(spec)
  if (!Array.isArray(spec)) throw new TypeError('this node draws itself with a DOM')
  const [tag, ...rest] = spec as [string, ...unknown[]]
  const [first] = rest
  const hasAttributes = typeof first === 'object' && first !== null && !Array.isArray(first)
  const attributes = hasAttributes ? (first as Record<string, unknown>) : {}
  const parts = hasAttributes ? rest.slice(1) : rest
  const inner = parts
    .map((part) =>
      part === 0
        ? content
        : element(part as DOMOutputSpec, content, { ...options, keepSpaces: false, id: null }),
    )
    .join('')
  if (attributes['class'] === wrapperClass) return inner
  const name = tag.toLowerCase().replaceAll(/[^a-z0-9-]/g, '')
  const open = `<${name}${attributesOf(name, attributes, options)}>`
  // The first newline in `pre` is not part of it.
  const lead = name === 'pre' ? '\n' : ''
  return voidElements.has(name) ? open : `${open}${lead}${inner}</${name}>`
}

function attributesOf(
  tag: string,
  attributes: Record<string, unknown>,
  { imageAddress, alignAttribute, id, keepSpaces = false }: ElementOptions,
): string {
  let html = id ? ` id="${id}"` : ''
  let loose = keepSpaces ? ['white-space:pre-wrap'] : []
  for (const [name, value] of Object.entries(attributes)) {
    if ((typeof value !== 'string' && typeof value !== 'number') || !/^[a-z][a-z0-9-]*$/i.test(name)) continue
    if (/^(?:col|row)span$/.test(name) && value === 1) continue
    if (name === 'style') {
      const align = alignAttribute ? /^text-align: (\w+)$/.exec(String(value))?.[1] : undefined
      if (align === undefined) {
        html += ` style="${escapeAttribute([String(value), ...loose].join(';'))}"`
        loose = []
      } else html += ` align="${align}"`
      continue
    }
    const isImage = tag === 'img' && name === 'src'
    const text = isImage && imageAddress ? imageAddress(String(value)) : String(value)
    html += ` ${name}="${escapeAttribute(text)}"`
  }
  return loose.length > 0 ? `${html} style="${loose.join('')}"` : html
}

/** Whether there are spaces that HTML would swallow. */
function hasLooseSpaces(node: Node): boolean {
  if (!node.inlineContent || node.type.spec.code === true) return false
  const text = node.children.map(lettersOf).join('')
  return /^[ \t]|[ \t]$|[ \t]{2}|\t|\n[ \t]|[ \t]\n/.test(text)
}

const lettersOf = ({ isText, text, type }: Node) =>
  isText ? (text ?? '') : type.name === 'hardBreak' ? '\n' : '\uFFFC'

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;')
}
