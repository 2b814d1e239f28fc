import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type { createLowlight } from 'lowlight'

import { previewKind } from '#features/editor/previews/previews'

type Lowlight = ReturnType<typeof createLowlight>
type HighlightTree = ReturnType<Lowlight['highlight']>
type State = {
  readonly lowlight: Lowlight | null
  readonly colors: DecorationSet
  /** By node: what did not change is not read again, whoever types elsewhere. */
  readonly spans: WeakMap<Node, readonly Span[]>
}
/** The code in each of the outermost blocks: in a long document only the changed one is looked through. */
type KnownBlocks = WeakMap<Node, readonly Block[]>
type Span = { readonly from: number; readonly to: number; readonly className: string }

const key = new PluginKey<State>('codeColors')
/** Beyond it colours are not worth a keystroke's time. */
const maxCodeLength = 20_000

/** Colours code whose language is known. The highlighter is fetched when the first such block is there. */
export const CodeColors = Extension.create({
  name: 'codeColors',

  addProseMirrorPlugins() {
    const known: KnownBlocks = new WeakMap()
    return [
      new Plugin<State>({
        key,
        state: {
          init: () => ({ lowlight: null, colors: DecorationSet.empty, spans: new WeakMap() }),
          apply(tr, state) {
            const lowlight = (tr.getMeta(key) as Lowlight | undefined) ?? state.lowlight
            if (!lowlight) return state
            if (!tr.docChanged && lowlight === state.lowlight) return state
            return {
              ...state,
              lowlight,
              colors: colors(tr.doc, codeBlocks(tr.doc, known), lowlight, state.spans),
            }
          },
        },
        props: { decorations: (state) => key.getState(state)?.colors },
        view(view) {
          let isAsked = false
          let isDestroyed = false
          const fetchIfNeeded = async () => {
            if (isAsked || codeBlocks(view.state.doc, known).length === 0) return
            isAsked = true
            try {
              const { common, createLowlight } = await import('lowlight')
              if (!isDestroyed) view.dispatch(view.state.tr.setMeta(key, createLowlight(common)))
            } catch (error) {
              // Code without colours is still code; the next change asks again.
              isAsked = false
              console.warn('The colours of code could not be loaded', error)
            }
          }
          void fetchIfNeeded()
          return {
            update: (_view, before) => {
              if (before.doc !== view.state.doc) void fetchIfNeeded()
            },
            destroy: () => {
              isDestroyed = true
            },
          }
        },
      }),
    ]
  },
})

type Block = { readonly node: Node; readonly pos: number; readonly language: string }

function codeBlocks(doc: Node, known: KnownBlocks): Block[] {
  const blocks: Block[] = []
  let start = 0
  for (const outermost of doc.children) {
    const inside = known.get(outermost) ?? codeBlocksIn(outermost)
    known.set(outermost, inside)
    for (const { pos, ...block } of inside) blocks.push({ ...block, pos: start + pos })
    start += outermost.nodeSize
  }
  return blocks
}

/** Positions as from where the block begins. */
function codeBlocksIn(outermost: Node): Block[] {
  const blocks: Block[] = []
  const visit = (node: Node, pos: number): boolean => {
    const language: unknown = node.attrs['language']
    if (node.type.name === 'codeBlock' && typeof language === 'string' && !previewKind(language)) {
      blocks.push({ node, pos, language })
    }
    return !node.isTextblock
  }
  if (visit(outermost, 0)) outermost.descendants((node, pos) => visit(node, pos + 1))
  return blocks
}

function colors(
  doc: Node,
  blocks: readonly Block[],
  lowlight: Lowlight,
  cache: State['spans'],
): DecorationSet {
  const decorations = blocks.flatMap(({ node, pos, language }) => {
    const known = cache.get(node) ?? readSpans(node.textContent, language, lowlight)
    cache.set(node, known)
    return known.map(({ from, to, className }) =>
      Decoration.inline(pos + 1 + from, pos + 1 + to, { class: className }),
    )
  })
  return DecorationSet.create(doc, decorations)
}

function readSpans(text: string, language: string, lowlight: Lowlight): Span[] {
  if (!lowlight.registered(language) || text.length > maxCodeLength) return []
  const spans: Span[] = []
  let at = 0
  const walk = (children: HighlightTree['children'], className: string) => {
    for (const child of children) {
      if (child.type === 'text') {
        const from = at
        at += child.value.length
        if (className !== '') spans.push({ from, to: at, className })
      } else if (child.type === 'element') {
        const own = child.properties['className']
        walk(child.children, Array.isArray(own) ? own.join(' ') : className)
      }
    }
  }
  walk(lowlight.highlight(language, text).children, '')
  return spans
}
