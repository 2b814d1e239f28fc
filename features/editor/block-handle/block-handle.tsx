'use client'
import type { Editor } from '@tiptap/core'
import { NodeSelection, TextSelection } from '@tiptap/pm/state'
import { GripVertical } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'

import {
  callout,
  codeBlock,
  headings,
  paragraph,
  quote,
  toggle,
} from '#features/editor/commands/block-commands'
import { CommandMenu } from '#features/editor/commands/command-menu.tsx'
import { bulletList, orderedList, taskList } from '#features/editor/commands/list-commands'
import { useSelectionContext } from '#features/editor/commands/use-selection-context'
import {
  copyBlockLink,
  deleteBlock,
  duplicate,
  moveDown,
  moveUp,
} from '#features/editor/commands/whole-block-commands'

type Place = { readonly pos: number; readonly top: number; readonly left: number }

const turnInto = [
  paragraph,
  ...headings.slice(0, 3),
  bulletList,
  orderedList,
  taskList,
  quote,
  callout,
  toggle,
  codeBlock,
]
const groups = [[moveUp, moveDown, duplicate, copyBlockLink], turnInto, [deleteBlock]]
const width = 24

/**
 * Before the block under the pointer: drags it, and opens what can be done with it. For pointers alone; by
 * keyboard and on touch screens the same commands are in the toolbar's menu.
 */
export function BlockHandle({ editor }: { editor: Editor }) {
  const place = usePlaceUnderPointer(editor)
  // By itself, since it asks about the selection: not while somebody types and it is away.
  return place && <Handle editor={editor} place={place} />
}

function Handle({ editor, place }: { editor: Editor; place: Place }) {
  const t = useTranslations('editor')
  const context = useSelectionContext(editor)
  const [isOpen, setOpen] = useState(false)
  return (
    <div
      className="fixed z-10 print:hidden"
      style={{ top: place.top, left: place.left }}
      data-block-handle={isOpen ? 'open' : 'closed'}
    >
      <button
        type="button"
        tabIndex={-1}
        draggable
        aria-label={t('blockMenu')}
        aria-expanded={isOpen}
        onDragStart={(event) => startDrag(editor, place.pos, event.dataTransfer)}
        // Not by the press itself, which may begin to drag.
        onClick={() => {
          selectBlock(editor, place.pos)
          setOpen(true)
        }}
        className="grid h-7 w-6 cursor-grab place-items-center rounded-md text-muted transition-colors hover:bg-hover active:cursor-grabbing aria-expanded:bg-active"
      >
        <GripVertical className="size-4" aria-hidden />
      </button>
      <CommandMenu
        editor={editor}
        context={context}
        groups={groups}
        open={isOpen}
        onOpenChange={setOpen}
        trigger={<span className="absolute inset-0 -z-10" aria-hidden />}
      />
    </div>
  )
}

/** Which outermost block the pointer is beside or over; null while somebody types, scrolls or has no mouse. */
function usePlaceUnderPointer(editor: Editor): Place | null {
  const [place, setPlace] = useState<Place | null>(null)
  useEffect(() => {
    const ends = new AbortController()
    const { signal } = ends
    let frame = 0
    const isBusy = () => document.querySelector('[data-block-handle=open]') !== null
    const hide = () => !isBusy() && setPlace(null)
    const look = ({ clientX, clientY, target, buttons, pointerType }: PointerEvent) => {
      if (pointerType !== 'mouse' || buttons !== 0 || editor.isDestroyed || isBusy()) return
      if (target instanceof Element && target.closest('[data-block-handle]')) return
      const sheet = editor.view.dom.getBoundingClientRect()
      const isBeside = clientX > sheet.left - width && clientX < sheet.right && clientY > sheet.top
      setPlace(isBeside ? placeAt(editor, clientY) : null)
    }
    window.addEventListener(
      'pointermove',
      (event) => {
        cancelAnimationFrame(frame)
        frame = requestAnimationFrame(() => look(event))
      },
      { signal, passive: true },
    )
    window.addEventListener('scroll', hide, { signal, passive: true })
    editor.view.dom.addEventListener('keydown', hide, { signal })
    return () => {
      cancelAnimationFrame(frame)
      ends.abort()
    }
  }, [editor])
  return place
}

function placeAt({ view }: Editor, y: number): Place | null {
  const sheet = view.dom.getBoundingClientRect()
  const found = view.posAtCoords({ left: sheet.left + sheet.width / 2, top: y })
  if (!found) return null
  const $pos = view.state.doc.resolve(found.inside >= 0 ? found.inside : found.pos)
  const pos = $pos.depth === 0 ? $pos.pos : $pos.before(1)
  const block = view.nodeDOM(pos)
  if (!(block instanceof HTMLElement)) return null
  const { top, bottom, left } = block.getBoundingClientRect()
  if (y < top - 8 || y > bottom + 8) return null
  const lineHeight = Math.min(
    Number.parseFloat(getComputedStyle(block).lineHeight) || bottom - top,
    bottom - top,
  )
  return { pos, top: top + Math.max(0, (lineHeight - 28) / 2), left: Math.max(0, left - width - 14) }
}

/** The caret into the block, unless it is there already; an image or a divider as a whole. */
function selectBlock({ view }: Editor, pos: number): void {
  const { tr, doc, selection } = view.state
  const node = doc.nodeAt(pos)
  if (!node || (selection.from > pos && selection.to < pos + node.nodeSize)) return
  const inside = node.isAtom ? NodeSelection.create(doc, pos) : TextSelection.near(doc.resolve(pos + 1))
  view.dispatch(tr.setSelection(inside))
}

/** From here on it is ProseMirror's own drag, with its drop cursor and its drop. */
function startDrag({ view }: Editor, pos: number, data: DataTransfer): void {
  const selection = NodeSelection.create(view.state.doc, pos)
  view.dispatch(view.state.tr.setSelection(selection))
  const slice = selection.content()
  const { dom, text } = view.serializeForClipboard(slice)
  data.clearData()
  data.setData('text/html', dom.innerHTML)
  data.setData('text/plain', text)
  data.effectAllowed = 'copyMove'
  const block = view.nodeDOM(pos)
  if (block instanceof HTMLElement) data.setDragImage(block, 0, 0)
  view.dragging = { slice, move: true }
}
