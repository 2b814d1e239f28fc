import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

import { blockSuggestion, isSuggestionMark } from '#features/editor/suggesting/tag'
import { isPaletteColor } from '#schema/palette'
import { suggestedBreakName } from '#schema/suggestions/suggested-break'
import { deletionName, formattingName, insertionName } from '#schema/suggestions/suggestion-marks'
import type { BlockSuggestion } from '#schema/suggestions/suggestion-values'

export type DrawingOptions = {
  /** `#rrggbb` of whoever is known, to tell people apart; the text itself keeps a colour that can be read. */
  readonly colorOf: (by: string) => string | null
  /** What is suggested of a block, in few words, written beside it. */
  readonly blockLabel: (suggestion: BlockSuggestion) => string
}

type Drawing = { readonly shown: DecorationSet; readonly active: string | null }

const key = new PluginKey<Drawing>('suggestionDrawing')

/** For a transaction: colours may have changed, or another suggestion is the one that is looked at. */
export function redrawMeta(change: { readonly active?: string | null }): [PluginKey, unknown] {
  return [key, change]
}

export function activeSuggestion(state: EditorState): string | null {
  return key.getState(state)?.active ?? null
}

/** Draws suggestions by their author's colour, and how formatted letters would look. */
export function suggestionDrawing(options: DrawingOptions): Plugin<Drawing> {
  // In a long document a key changes one block; those without suggestions are not looked through again.
  const bare = new WeakSet<Node>()
  const draw = (doc: Node, active: string | null) => drawAll(doc, active, options, bare)
  return new Plugin<Drawing>({
    key,
    state: {
      init: (_, { doc }) => ({ shown: draw(doc, null), active: null }),
      apply(tr, drawing, _before, { doc }) {
        const change = tr.getMeta(key) as { active?: string | null } | undefined
        if (!tr.docChanged && !change) return drawing
        const active = change?.active === undefined ? drawing.active : change.active
        return { shown: draw(doc, active), active }
      },
    },
    props: { decorations: (state) => key.getState(state)?.shown },
  })
}

function drawAll(
  doc: Node,
  active: string | null,
  options: DrawingOptions,
  bare: WeakSet<Node>,
): DecorationSet {
  const all: Decoration[] = []
  doc.forEach((block, offset) => {
    if (bare.has(block)) return
    const drawn: Decoration[] = []
    const visit = (node: Node, pos: number) => {
      if (node.isInline) drawInline(node, pos, active, options, drawn)
      else drawBlock(node, pos, active, options, drawn)
    }
    visit(block, offset)
    block.descendants((node, inner) => visit(node, offset + 1 + inner))
    if (drawn.length === 0) bare.add(block)
    all.push(...drawn)
  })
  return all.length === 0 ? DecorationSet.empty : DecorationSet.create(doc, all)
}

function drawBlock(
  node: Node,
  pos: number,
  active: string | null,
  { colorOf, blockLabel }: DrawingOptions,
  drawn: Decoration[],
): void {
  const said = blockSuggestion(node)
  if (!said) return
  drawn.push(
    Decoration.node(pos, pos + node.nodeSize, {
      class: `suggested-block suggested-${said.kind}${said.id === active ? ' suggested-active' : ''}`,
      'data-suggested': blockLabel(said),
      'data-suggested-id': said.id,
      style: colorStyle(colorOf(said.by)),
    }),
  )
}

function drawInline(
  node: Node,
  pos: number,
  active: string | null,
  { colorOf }: DrawingOptions,
  drawn: Decoration[],
): void {
  for (const mark of node.marks) {
    if (!isSuggestionMark(mark)) continue
    const { by, id } = mark.attrs
    const names = [classOf(mark.type.name, node)]
    if (id === active) names.push('suggested-active')
    const style = colorStyle(colorOf(String(by)))
    drawn.push(Decoration.inline(pos, pos + node.nodeSize, { class: names.join(' '), style }))
    if (mark.type.name === formattingName) {
      drawn.push(Decoration.inline(pos, pos + node.nodeSize, lookOf(mark.attrs)))
    }
  }
}

function classOf(name: string, node: Node): string {
  if (node.type.name === suggestedBreakName) return 'suggested-break'
  if (name === insertionName) return 'suggested-insertion'
  return name === deletionName ? 'suggested-deletion' : 'suggested-formatting'
}

// Only what is a colour, since others' clients say which.
function colorStyle(color: string | null): string {
  return color !== null && /^#[\da-f]{6}$/i.test(color) ? `--suggester: ${color}` : ''
}

const tags: Readonly<Record<string, string>> = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strike: 's',
  code: 'code',
  subscript: 'sub',
  superscript: 'sup',
  highlight: 'mark',
}

/** As the letters would look: the same elements as of the marks, or a class that takes their look away. */
function lookOf(attrs: Readonly<Record<string, unknown>>): Record<string, string> {
  const name = String(attrs['mark'])
  if (attrs['on'] !== true) return { class: `suggested-no-${name}` }
  const values = (attrs['attrs'] ?? {}) as Record<string, unknown>
  const color = isPaletteColor(values['color']) ? values['color'] : null
  if (name === 'highlight') return { nodeName: 'mark', 'data-color': color ?? 'yellow' }
  if (name === 'textColor') return color ? { nodeName: 'span', 'data-text-color': color } : {}
  if (name === 'link') return { class: 'suggested-link' }
  const tag = tags[name]
  return tag ? { nodeName: tag } : {}
}
