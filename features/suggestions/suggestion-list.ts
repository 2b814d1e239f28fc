import type { Node } from '@tiptap/pm/model'

import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import { suggestedBreakName } from '#schema/suggestions/suggested-break'
import {
  deletionName,
  formattingName,
  insertionName,
  suggestionMarkNames,
} from '#schema/suggestions/suggestion-marks'
import { type BlockSuggestion, isBlockSuggestion } from '#schema/suggestions/suggestion-values'

/** What is proposed of a block, with what it is and says now. */
export type BlockPart = {
  readonly said: BlockSuggestion
  readonly name: string
  readonly level: number | null
  readonly text: string
  /** Of a block that comes for another, or goes for it: its lines, with the blocks around each. */
  readonly lines: readonly PlacedLine[]
}

type PlacedLine = { readonly text: string; readonly around: readonly string[] }

/** What somebody suggests in one go, wherever in the document its parts are. */
export type Suggestion = {
  readonly id: string
  /** User id. */
  readonly by: string
  /** In ms since the epoch. */
  readonly at: number
  /** Where it begins, and where its first stretch ends. */
  readonly from: number
  readonly to: number
  readonly inserted: string
  readonly deleted: string
  /** How many new lines begin. */
  readonly breaks: number
  /** Marks by name, those to be taken off with a minus before them. */
  readonly formats: readonly string[]
  readonly formatted: string
  readonly blocks: readonly BlockPart[]
}

type Growing = { -readonly [Key in keyof Suggestion]: Suggestion[Key] } & {
  blocks: BlockPart[]
  formats: string[]
}

/** The suggestions of a document in the order in which they stand. */
export function listSuggestions(doc: Node): readonly Suggestion[] {
  const found = new Map<string, Growing>()
  const of = (attrs: Readonly<Record<string, unknown>>, from: number, to: number): Growing => {
    const id = String(attrs['id'])
    const known = found.get(id)
    if (known) {
      if (known.to === from) known.to = to
      return known
    }
    const made: Growing = {
      id,
      by: String(attrs['by']),
      at: Number(attrs['at']),
      from,
      to,
      inserted: '',
      deleted: '',
      breaks: 0,
      formats: [],
      formatted: '',
      blocks: [],
    }
    found.set(id, made)
    return made
  }
  doc.descendants((node, pos) => {
    if (node.isInline) addInline(node, pos, of)
    else {
      const said: unknown = node.attrs[suggestionAttribute]
      if (isBlockSuggestion(said))
        of({ ...said }, pos, pos + node.nodeSize).blocks.push(blockPart(node, said))
    }
    return true
  })
  return [...found.values()]
}

function addInline(
  node: Node,
  pos: number,
  of: (attrs: Readonly<Record<string, unknown>>, from: number, to: number) => Growing,
): void {
  for (const { type, attrs } of node.marks) {
    if (!suggestionMarkNames.includes(type.name)) continue
    const suggestion = of(attrs, pos, pos + node.nodeSize)
    if (type.name === insertionName && node.type.name === suggestedBreakName) suggestion.breaks += 1
    else if (type.name === insertionName) suggestion.inserted += textOf(node)
    else if (type.name === deletionName) suggestion.deleted += textOf(node)
    else if (type.name === formattingName) {
      const name = `${attrs['on'] === true ? '' : '-'}${String(attrs['mark'])}`
      if (!suggestion.formats.includes(name)) suggestion.formats.push(name)
      suggestion.formatted += textOf(node)
    }
  }
}

function blockPart(node: Node, said: BlockSuggestion): BlockPart {
  const level: unknown = node.attrs['level']
  return {
    said,
    name: node.type.name,
    level: typeof level === 'number' ? level : null,
    text: node.textBetween(0, node.content.size, ' ', ' '),
    lines: said.pair === undefined ? [] : linesOf(node, said, []),
  }
}

function linesOf(node: Node, said: BlockSuggestion, around: readonly string[]): PlacedLine[] {
  if (!node.isTextblock) {
    return node.children.flatMap((child) => linesOf(child, said, [...around, node.type.name]))
  }
  // What the same person had struck before does not come again.
  const left = node.children.filter(
    ({ marks }) =>
      !marks.some(
        ({ type, attrs: { by, id } }) => type.name === deletionName && by === said.by && id !== said.id,
      ),
  )
  return [{ text: left.map(textOf).join(''), around }]
}

function textOf(node: Node): string {
  if (node.isText) return node.text ?? ''
  const said: unknown = node.attrs['label'] ?? node.attrs['tex']
  return typeof said === 'string' ? said : node.textContent || ' '
}
