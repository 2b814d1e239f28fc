import type { Node } from '@tiptap/pm/model'
import {
  memo,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react'

import type { PastBlock } from '#features/history/past'
import { usePartInSight } from '#features/history/use-part-in-sight'
import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import { isBlockSuggestion } from '#schema/suggestions/suggestion-values'

export type DrawBlock = (block: Node, key: number) => ReactNode

type VersionSheetProps = {
  blocks: readonly PastBlock[]
  /** On its way through time: only what is in sight is drawn, until it rests. */
  passing: boolean
  draw: DrawBlock
  language: string | null
  label: string
  scroller: RefObject<HTMLElement | null>
}

/** A version as the document's own sheet; nothing in it does anything. */
export const VersionSheet = memo(function VersionSheet(props: VersionSheetProps) {
  const { blocks, passing, draw, language, label, scroller } = props
  const text = useRef<HTMLDivElement>(null)
  const { from, to, above, below, notesAbove } = usePartInSight({ blocks, passing, scroller, text })
  const shown = useMemo(() => blocks.slice(from, to), [blocks, from, to])
  const marked = useRef(new WeakMap<Element, PastBlock>())
  // In a replay most blocks are the same from frame to frame: then so are their elements, and React does not look at them.
  const drawn = useMemo(() => ({ draw, elements: new WeakMap<PastBlock, ReactElement>() }), [draw])
  // A wrapper around each block would come between it and the rules of the sheet.
  useLayoutEffect(() => {
    let element = text.current?.firstElementChild
    for (const block of shown) {
      if (!(element instanceof HTMLElement)) return
      if (marked.current.get(element) !== block) markBlock(element, block)
      marked.current.set(element, block)
      element = element.nextElementSibling
    }
  }, [shown])
  const elementOf = (block: PastBlock): ReactElement => {
    const known = drawn.elements.get(block)
    if (known) return known
    const element = <Block key={block.key} node={block.node} draw={drawn.draw} />
    drawn.elements.set(block, element)
    return element
  }
  return (
    <section
      ref={scroller}
      aria-label={label}
      // So that who scrolls by keys can.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="history-desk desk min-h-0 grow overflow-y-auto outline-none"
    >
      <div className="sheet">
        {above > 0 && <div aria-hidden className="shrink-0" style={{ height: above }} />}
        <div
          ref={text}
          className={`document-text ${from > 0 ? 'is-end' : ''}`}
          // Notes are counted over the whole text.
          style={from > 0 ? { counterReset: `note ${notesAbove}` } : {}}
          {...(language === null ? {} : { lang: language })}
        >
          {shown.map(elementOf)}
        </div>
        {below > 0 && <div aria-hidden className="shrink-0" style={{ height: below }} />}
      </div>
    </section>
  )
})

/** What the element of a block says of it, as its drawing does not. */
function markBlock(element: HTMLElement, { key, node, fate, isRestyled }: PastBlock): void {
  element.dataset['block'] = key
  if (fate !== 'same' && isChange(element)) element.dataset['fate'] = fate
  else if (isRestyled && !element.querySelector(changedLetters)) element.dataset['fate'] = 'restyled'
  else delete element.dataset['fate']
  // Those that are drawn as the editor's views are do not say it themselves.
  const suggested: unknown = node.attrs[suggestionAttribute]
  if (isBlockSuggestion(suggested)) element.dataset['suggestion'] = suggested.kind
  else delete element.dataset['suggestion']
}

/** Drawn anew only when it is another: in a replay, most are the same from frame to frame. */
const Block = memo(function Block({ node, draw }: { node: Node; draw: DrawBlock }) {
  return draw(node, 0)
})

/** Letters that came or went, as against those that were only to come or go. */
const changedLetters = 'ins:not([data-suggestion]), del:not([data-suggestion])'

/** Whether a block that is new, or gone, says so: not one to which only letters of another one moved. */
function isChange(element: HTMLElement): boolean {
  return element.textContent === '' || element.querySelector(changedLetters) !== null
}

/** Where something changed, from top to bottom: neighbours count once. */
export function changesIn(text: Element): HTMLElement[] {
  const found = [...text.querySelectorAll<HTMLElement>(`[data-fate], ${changedLetters}`)]
  return found.filter((element) => {
    if (element.parentElement?.closest('[data-fate]')) return false
    const before = element.previousSibling
    return !(element.matches(changedLetters) && before instanceof Element && before.matches(changedLetters))
  })
}
