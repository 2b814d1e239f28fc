'use client'
import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'
import { useEffect, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'

import { CommentHighlights } from '#features/comments/comment-highlights.tsx'
import { addCommentPlugin, pendingRange, showPending } from '#features/comments/comment-plugin'
import type { CommentMention, CommentPlace } from '#features/comments/comment-thread'
import type { Comments, CommentsState, Draft } from '#features/comments/comments'
import { newDraft } from '#features/comments/comments'
import { CommentsPanel } from '#features/comments/comments-panel.tsx'
import type { KeptDrafts } from '#features/comments/kept-drafts'
import { textOfThread } from '#features/comments/commented-text'
import { type CardSurroundings, ThreadCard } from '#features/comments/thread-card.tsx'
import { ThreadDraft } from '#features/comments/thread-draft.tsx'
import { writersOf } from '#features/comments/thread-filter'
import { useNoteRead } from '#features/comments/use-note-read'
import { useAnchors } from '#features/comments/use-comments'
import { deskOf } from '#ui/margin-anchors'
import { type MarginCard, MarginColumn } from '#ui/margin-column'
import type { MarginLayout } from '#ui/margin-layout'

/** Another object each time that it is asked for. */
export type AskedThread = { readonly thread: string }

/** What the editor's commands do with comments. */
export type CommentActions = {
  readonly start: ((place: CommentPlace & { readonly from: number; readonly to: number }) => void) | null
  readonly step: (by: 1 | -1) => boolean
}

export type DocumentCommentsProps = CommentsState & {
  comments: Comments
  /** What was begun before the page was reloaded. */
  drafts: KeptDrafts
  /** Where a place is in the editor; null where its text is not there. */
  rangeOf: (place: CommentPlace) => Promise<{ readonly from: number; readonly to: number } | null>
  editor: Editor
  userId: string
  mayComment: boolean
  mayRemoveAll: boolean
  /** Who is here, to be named. */
  people: readonly CommentMention[]
  /** The list of all. */
  open: boolean
  onOpenChange: (open: boolean) => void
  /** A thread that was asked for by its link. */
  asked: AskedThread | null
  onActions: (desk: CommentActions | null) => void
  /** Of the margin, in which there may be others. */
  margin: MarginLayout
}

/** The comments on an open document: beside their text where there is room, in a list where there is none. */
export default function DocumentComments(props: DocumentCommentsProps) {
  const { comments, status, threads, editor, userId, mayComment, mayRemoveAll, open, onOpenChange } = props
  const t = useTranslations('comments')
  const { tops, hasMargin, lookSoon } = useAnchors(editor)
  const [activeId, setActiveId] = useState<string | null>(null)
  // Several: one may be on its way while the next is begun.
  const kept = props.drafts
  const [back] = useState(() => kept.threads())
  const [wasListOpen] = useState(() => kept.wasListOpen())
  const [drafts, setDrafts] = useState(back)
  useEffect(() => kept.keepThreads(drafts, open), [kept, drafts, open])
  useEffect(() => {
    if (wasListOpen && back.length > 0) onOpenChange(true)
  }, [wasListOpen, back, onOpenChange])
  const openThreads = useMemo(() => threads.filter(({ resolved }) => !resolved), [threads])
  const isBeside = hasMargin && !open
  const active = threads.find(({ id }) => id === activeId)
  useNoteRead(comments, active, userId)

  const show = (threadId: string) => {
    setActiveId(threadId)
    const thread = threads.find(({ id }) => id === threadId)
    const isThere = tops.has(threadId) && thread?.resolved === null
    if (!isThere || !hasMargin) onOpenChange(true)
    bringInSight(textOfThread(editor, threadId))
  }
  const leave = () => {
    setActiveId(null)
    focusText(editor)
  }
  const step = (by: 1 | -1) => {
    const inText = [...tops].filter(([id]) => openThreads.some((thread) => thread.id === id))
    const ordered = inText.toSorted(([, a], [, b]) => a - b).map(([id]) => id)
    const at = activeId === null ? -1 : ordered.indexOf(activeId)
    const next = at < 0 ? fromCaret(editor, ordered, by) : ordered.at((at + by) % ordered.length)
    if (next === undefined) return false
    show(next)
    requestAnimationFrame(() => cardOf(next)?.focus({ preventScroll: true }))
    return true
  }
  const begin: NonNullable<CommentActions['start']> = ({ from, to, ...place }) => {
    const begun = newDraft(place)
    setDrafts([...drafts, begun])
    setActiveId(begun.thread)
    if (!hasMargin) onOpenChange(true)
    showPending(editor, { thread: begun.thread, from, to })
  }
  // What outlives a render is given the newest.
  const newest = useRef({ begin, step, threads, drafts, onText: (_threads: readonly string[]) => {} })
  useEffect(() => {
    const onText = (found: readonly string[]) => {
      const thread = found.find((id) => openThreads.some((one) => one.id === id)) ?? null
      if (drafts.length > 0) return
      setActiveId(thread)
      if (thread !== null && !hasMargin) onOpenChange(true)
    }
    newest.current = { begin, step, threads, drafts, onText }
  })
  useEffect(
    () =>
      addCommentPlugin(editor, {
        knows: (thread) => newest.current.threads.some(({ id }) => id === thread),
        onText: (found) => newest.current.onText(found),
      }),
    [editor],
  )
  const isLoaded = status === 'ready'
  useEffect(() => {
    if (!isLoaded) return
    // What was sent just before a reload may have arrived all the same.
    const arrived = new Set(newest.current.threads.map(({ id }) => id))
    setDrafts((all) => {
      const left = all.filter((draft) => !back.includes(draft) || !arrived.has(draft.thread))
      return left.length < all.length ? left : all
    })
  }, [isLoaded, back])
  const { rangeOf } = props
  useEffect(() => {
    const last = back.findLast(({ place }) => place !== null)
    const showAgain = async ({ thread, place }: Draft) => {
      const range = place && (await rangeOf(place))
      const { drafts: now, threads: known } = newest.current
      const isWanted = now.at(-1) === last && !known.some(({ id }) => id === thread)
      if (range && isWanted) showPending(editor, { thread, ...range })
    }
    if (last) void showAgain(last)
  }, [back, editor, rangeOf])
  const { onActions } = props
  useEffect(() => {
    onActions({
      start: mayComment ? (place) => newest.current.begin(place) : null,
      step: (by) => newest.current.step(by),
    })
    return () => onActions(null)
  }, [onActions, mayComment])
  useEffect(lookSoon, [lookSoon, threads, open, drafts])

  const { asked } = props
  const [found, setFound] = useState<AskedThread | null>(null)
  // Once it is here; asked for again, it is shown again.
  if (asked && asked !== found && threads.some(({ id }) => id === asked.thread)) {
    setFound(asked)
    setActiveId(asked.thread)
  }
  useEffect(() => {
    if (found) bringInSight(textOfThread(editor, found.thread))
  }, [found, editor])

  const people = knownPeople(props.people, writersOf(threads), userId)
  const around: CardSurroundings = {
    comments,
    drafts: kept,
    userId,
    people,
    mayComment,
    mayRemoveAll,
    addressOf: (id) => `${window.location.origin}${window.location.pathname}#thread=${id}`,
    onActivate: show,
    onLeave: leave,
  }
  /** `thread`: what became of it, if it did. */
  const endDraft = (ended: Draft, thread: string | null) => {
    const isNewest = newest.current.drafts.at(-1) === ended
    setDrafts((all) => all.filter((draft) => draft !== ended))
    // Whoever has begun another one meanwhile goes on with that.
    if (!isNewest) return
    setActiveId(thread)
    const { selection } = editor.state
    const range = pendingRange(editor.state)
    showPending(editor, null)
    focusText(editor)
    // Its words wait for nothing else, and the menu of what is selected would lie over the text, or over the list.
    const isSelected = range?.from === selection.from && range.to === selection.to
    if (thread !== null && isSelected) editor.commands.setTextSelection(selection.to)
  }

  const draftCard = (draft: Draft) => (
    <ThreadDraft
      key={draft.thread}
      comments={comments}
      drafts={kept}
      draft={draft}
      isBack={back.includes(draft)}
      people={people}
      withQuote={!isBeside}
      onDone={(thread) => endDraft(draft, thread)}
    />
  )
  const beside = isBeside ? openThreads.filter(({ id }) => tops.has(id)) : []
  const cards: MarginCard[] = beside.map((thread) => ({
    id: thread.id,
    top: tops.get(thread.id) ?? 0,
    content: <ThreadCard {...around} thread={thread} isActive={thread.id === activeId} withQuote={false} />,
  }))
  // Until the one that was sent is there, under the same id.
  for (const draft of isBeside ? drafts : []) {
    if (beside.some(({ id }) => id === draft.thread)) continue
    cards.push({ id: draft.thread, top: tops.get(draft.thread) ?? 0, content: draftCard(draft) })
  }
  const desk = deskOf(editor.view.dom)
  return (
    <>
      <CommentHighlights threads={openThreads.map(({ id }) => id)} activeId={activeId} />
      {cards.length > 0 &&
        desk &&
        createPortal(
          <MarginColumn label={t('margin')} cards={cards} activeId={activeId} layout={props.margin} />,
          desk,
        )}
      {open &&
        createPortal(
          <CommentsPanel
            {...around}
            status={status}
            threads={threads}
            activeId={activeId}
            tops={tops}
            draft={drafts.length > 0 ? drafts.map(draftCard) : null}
            onNew={() => {
              const begun = newDraft(null)
              setDrafts([...drafts, begun])
              setActiveId(begun.thread)
            }}
            onClose={() => {
              onOpenChange(false)
              setDrafts([])
              showPending(editor, null)
              leave()
            }}
          />,
          document.body,
        )}
    </>
  )
}

function cardOf(threadId: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-thread-card="${threadId}"]`)
}

/** The first of these threads behind the caret, or the last before it; around the end it goes on at the other. */
function fromCaret(editor: Editor, threads: readonly string[], by: 1 | -1): string | undefined {
  const { head } = editor.state.selection
  const isBehind = (thread: string) => {
    const text = textOfThread(editor, thread)
    return text !== null && editor.view.posAtDOM(text, 0) >= head
  }
  return by > 0
    ? (threads.find(isBehind) ?? threads[0])
    : (threads.findLast((thread) => !isBehind(thread)) ?? threads.at(-1))
}

/** Also where it can only be read. */
function focusText({ view, isDestroyed }: Editor): void {
  if (!isDestroyed) view.dom.focus({ preventScroll: true })
}

/** Where it is not: in the upper part of the window, since a list may lie over the lower one. */
function bringInSight(text: HTMLElement | null): void {
  if (!text) return
  const { top } = text.getBoundingClientRect()
  const { innerHeight } = window
  if (top > innerHeight * 0.15 && top < innerHeight * (matchMedia(narrow).matches ? 0.35 : 0.85)) return
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth'
  window.scrollBy({ top: top - innerHeight * 0.25, behavior })
}

/** As in `side-panel.css`: where the list lies over the text. */
const narrow = '(width < 45rem)'

/** Those who are here, and those who have written. */
function knownPeople(
  here: readonly CommentMention[],
  writers: readonly CommentMention[],
  userId: string,
): CommentMention[] {
  const known = new Map([...writers, ...here].map((person) => [person.id, person]))
  known.delete(userId)
  return [...known.values()]
}
