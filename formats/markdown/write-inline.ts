import type { Mark, Node } from '@tiptap/pm/model'
import type { PhrasingContent } from 'mdast'

import { inlineFormats, markFormats } from '#formats/all-formats'
import type { MarkdownWriting } from '#formats/markdown/write-markdown'

/** Letters with the marks that are not written yet; a break is a newline, an object a character of its own. */
type Piece = { readonly text: string; readonly marks: readonly Mark[]; readonly object?: PhrasingContent }

const objectCharacter = '\uFFFC'
const objects = new Map(inlineFormats.map((format) => [format.node, format]))

const order = new Map(markFormats.map((format, index) => [format.mark, { ...format, index }]))
const attention: ReadonlySet<string> = new Set(['strong', 'emphasis', 'delete'])

/** The content of a text block as Markdown's tree, which nests what the document marks side by side. */
export function writeInline(
  nodes: readonly Node[],
  oneLine: boolean,
  write: MarkdownWriting,
): PhrasingContent[] {
  const pieces = nodes.map((node): Piece => {
    const marks = node.marks.filter((mark) => order.has(mark.type.name))
    const object = objects.get(node.type.name)?.toMarkdown(node, write)
    if (object) {
      // Code has letters only, and no link has another one in it, which notes and mentions are.
      const isLink = object.type !== 'inlineMath'
      const outer = marks.filter(({ type }) => !type.spec.code && !(isLink && type.name === 'link'))
      return { text: objectCharacter, marks: outer, object }
    }
    return { text: textOf(node), marks }
  })
  const text = pieces.map((piece) => piece.text).join('')
  return nest(
    pieces.filter((piece) => piece.text !== ''),
    {
      text,
      at: 0,
      oneLine,
      firstLetter: text.length - text.trimStart().length,
      endOfLetters: text.trimEnd().length,
    },
  )
}

function textOf(node: Node): string {
  if (node.isText) return (node.text ?? '').replaceAll(/\r\n?/g, '\n')
  return node.type.name === 'hardBreak' ? '\n' : ''
}

/** The text of the whole block and where in it one is. */
type Place = {
  readonly text: string
  readonly at: number
  readonly oneLine: boolean
  /** Where what is no space begins and ends; looked for once, since a block may break its line at every letter. */
  readonly firstLetter: number
  readonly endOfLetters: number
}

function runIntoEachOther({ type: before }: PhrasingContent, { type: after }: PhrasingContent): boolean {
  if (before === 'inlineMath') return after === 'inlineMath'
  return attention.has(before) && attention.has(after)
}

function nest(pieces: readonly Piece[], place: Place): PhrasingContent[] {
  const written: PhrasingContent[] = []
  const add = (nodes: readonly PhrasingContent[]) => {
    const [before, after] = [written.at(-1), nodes[0]]
    // Two runs of signs would be read as one: something that means nothing keeps them apart.
    if (before && after && runIntoEachOther(before, after)) {
      written.push({ type: 'html', value: '<!-- -->' })
    }
    written.push(...nodes)
  }
  let { at } = place
  for (let index = 0; index < pieces.length;) {
    const { mark, length } = longestRun(pieces, index)
    const run = pieces.slice(index, index + length)
    add(mark ? markRun(mark, run, { ...place, at }) : leaves(run, { ...place, at }))
    at += lengthOf(run)
    index += length
  }
  return written
}

/** The mark that goes on for longest from a piece, and for how many pieces; among equals the outermost. */
function longestRun(pieces: readonly Piece[], from: number): { mark: Mark | null; length: number } {
  let best: { mark: Mark | null; length: number } = { mark: null, length: 1 }
  for (const mark of pieces[from]?.marks ?? []) {
    let end = from
    while (end < pieces.length && mark.isInSet(pieces[end]?.marks ?? [])) end += 1
    const length = end - from
    const isOuter =
      best.mark === null ||
      length > best.length ||
      (length === best.length && indexOf(mark) < indexOf(best.mark))
    if (isOuter && (best.mark === null || length >= best.length)) best = { mark, length }
  }
  return best
}

const indexOf = (mark: Mark) => order.get(mark.type.name)?.index ?? 0

/** Spaces at the ends of a marked run go outside: Markdown's signs must touch the text they mark. */
function markRun(mark: Mark, run: readonly Piece[], place: Place): PhrasingContent[] {
  const bare = run.map((piece) => ({ ...piece, marks: mark.removeFromSet(piece.marks) }))
  const format = order.get(mark.type.name)
  const text = bare.map((piece) => piece.text).join('')
  const isCode = mark.type.spec.code === true
  const lead = isCode ? 0 : text.length - text.trimStart().length
  if (lead === text.length && !isCode) return nest(bare, place)
  const tail = isCode ? text.length : text.trimEnd().length
  const [start, core, end] = [cut(bare, 0, lead), cut(bare, lead, tail), cut(bare, tail, text.length)]
  const corePlace = { ...place, at: place.at + lead }
  const around = {
    before: place.text.slice(Math.max(0, corePlace.at - 1), corePlace.at),
    after: place.text.slice(place.at + tail, place.at + tail + 1),
    text: text.slice(lead, tail),
  }
  return [
    ...nest(start, place),
    ...(format?.toMarkdown(mark, nest(core, corePlace), around) ?? []),
    ...nest(end, { ...place, at: place.at + tail }),
  ]
}

function cut(pieces: readonly Piece[], from: number, to: number): Piece[] {
  const kept: Piece[] = []
  let at = 0
  for (const piece of pieces) {
    const part = piece.text.slice(Math.max(0, from - at), Math.max(0, to - at))
    if (part !== '') kept.push({ ...piece, text: part })
    at += piece.text.length
  }
  return kept
}

const lengthOf = (pieces: readonly Piece[]) => pieces.reduce((sum, { text }) => sum + text.length, 0)

function leaves(pieces: readonly Piece[], place: Place): PhrasingContent[] {
  const written: PhrasingContent[] = []
  let { at } = place
  let plain: Piece[] = []
  const writePlain = () => {
    written.push(...letters(plain, { ...place, at }))
    at += lengthOf(plain)
    plain = []
  }
  for (const piece of pieces) {
    if (!piece.object) {
      plain.push(piece)
      continue
    }
    writePlain()
    written.push(piece.object)
    at += 1
    if (isMisread(piece.object, place.text.slice(at, at + 2)))
      written.push({ type: 'html', value: '<!-- -->' })
  }
  writePlain()
  return written
}

/**
 * Behind a formula a digit would say that its dollar is a price's, and a dollar that has no backslash be one
 * with its own; some signs would make a note a link.
 */
function isMisread({ type }: PhrasingContent, next: string): boolean {
  if (type === 'footnoteReference') return /^[:([]/.test(next)
  return type === 'inlineMath' && /^(?:\d|\$(?:\s|$))/.test(next)
}

function letters(pieces: readonly Piece[], place: Place): PhrasingContent[] {
  const text = pieces.map((piece) => piece.text).join('')
  const nodes: PhrasingContent[] = []
  let position = place.at
  for (const [index, line] of text.split('\n').entries()) {
    if (index > 0) {
      nodes.push(lineBreak({ ...place, at: position }))
      position += 1
    }
    if (line !== '') nodes.push({ type: 'text', value: line })
    position += line.length
  }
  return nodes
}

/** Markdown reads a break only between two lines that both say something. */
function lineBreak({ text, at, oneLine, firstLetter, endOfLetters }: Place): PhrasingContent {
  const [before, after] = [text[at - 1] ?? '\n', text[at + 1] ?? '\n']
  const isBetween = before !== '\n' && text[at] === '\n' && after !== '\n'
  const isPlain = !oneLine && isBetween && firstLetter < at && at < endOfLetters
  return isPlain ? { type: 'break' } : { type: 'html', value: '<br>' }
}
