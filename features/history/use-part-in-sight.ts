import {
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'

import { BlockRoom, type DrawnPart } from '#features/history/block-room'
import type { PastBlock } from '#features/history/past'
import { ScrolledSight, type Sight } from '#features/history/sight'

/** So long after the last version that went by, what is not in sight is drawn too. */
const calmMs = 250
/** Some 10 ms, one turn after the other. */
const blocksATurn = 100
const turnMs = 16
/** Above this many pixels something has moved. */
const noticeablePx = 0.5

type Given = {
  readonly blocks: readonly PastBlock[]
  /** Whether versions go by: else all is drawn. */
  readonly passing: boolean
  readonly scroller: RefObject<HTMLElement | null>
  /** The element whose children are the blocks that are drawn. */
  readonly text: RefObject<HTMLElement | null>
}

/** Something drawn that stays in its place, in px from the beginning of what is scrolled. */
type Held = { readonly of: readonly PastBlock[]; readonly key: string; readonly place: number }

/**
 * What is drawn of a version. While they go by it is what is in sight: sixty times a second, all of a long text would be too
 * much. Once they rest, the others follow, and what is in sight stays where it is.
 */
export function usePartInSight({ blocks, passing, scroller, text }: Given): DrawnPart {
  const [room] = useState(() => new BlockRoom())
  const sight = useSight(scroller, passing)
  const [grown, setGrown] = useState<{ readonly of: readonly PastBlock[]; readonly by: number }>({
    of: blocks,
    by: 0,
  })
  const further = grown.of === blocks ? grown.by : 0
  const part = sight
    ? room.partInSight(blocks, sight, further)
    : { from: 0, to: blocks.length, above: 0, below: 0, notesAbove: 0 }
  const isWhole = part.from === 0 && part.to === blocks.length

  const { from, to } = part
  const measure = useCallback((): Held | null => {
    const [desk, drawnIn] = [scroller.current, text.current]
    const drawn = blocks.slice(from, to)
    if (!desk || !drawnIn || drawnIn.childElementCount !== drawn.length) return null
    const edges = Array.from(drawnIn.children, (element) => element.getBoundingClientRect().top)
    room.note(drawn, edges, drawnIn.clientWidth)
    const begin =
      drawnIn.getBoundingClientRect().top + Number.parseFloat(getComputedStyle(drawnIn).paddingTop)
    if (from === 0 && edges[0] !== undefined) room.noteLead(edges[0] - begin)
    const deskTop = desk.getBoundingClientRect().top
    const index = edges.findIndex((_, at) => (edges[at + 1] ?? Infinity) > deskTop)
    const block = drawn[index]
    return block ? { of: blocks, key: block.key, place: (edges[index] ?? 0) + desk.scrollTop } : null
  }, [blocks, from, to, room, scroller, text])

  const held = useRef<Held>(null)
  useLayoutEffect(() => {
    const desk = scroller.current
    if (!sight || !desk) {
      held.current = null
      return
    }
    const before = held.current
    const now = measure()
    held.current = now
    if (!before || !now || before.of !== blocks) return
    const index = blocks.slice(from, to).findIndex(({ key }) => key === before.key)
    const element = text.current?.children[index]
    if (!element) return
    const moved = element.getBoundingClientRect().top + desk.scrollTop - before.place
    if (Math.abs(moved) < noticeablePx) return
    desk.scrollBy({ top: moved, behavior: 'instant' })
    held.current = measure()
  }, [blocks, from, to, sight, measure, scroller, text])

  useEffect(() => {
    if (sight && isWhole) return undefined
    const next = sight
      ? () => setGrown({ of: blocks, by: further + blocksATurn })
      : // How high everything is, for when versions go by.
        () => void measure()
    const timer = setTimeout(next, further === 0 ? calmMs : turnMs)
    return () => clearTimeout(timer)
  }, [blocks, sight, isWhole, further, measure])
  return part
}

/** Null while nobody asks, and where nothing is laid out. */
function useSight(scroller: RefObject<HTMLElement | null>, isAsked: boolean): Sight | null {
  const [scrolled] = useState(() => new ScrolledSight())
  const subscribe = useCallback(
    (tell: () => void) => scrolled.watch(scroller.current, tell),
    [scrolled, scroller],
  )
  return useSyncExternalStore(
    subscribe,
    () => (isAsked ? scrolled.now : null),
    () => null,
  )
}
