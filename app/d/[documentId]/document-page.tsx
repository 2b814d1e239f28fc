'use client'
import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { type ReactNode, Suspense, useCallback, useEffect, useMemo, useState } from 'react'

import { can, type Role } from '#access/roles'
import {
  documentTitles,
  mentionChoices,
  requestToken,
  uploadImage,
} from '#features/documents/document-requests'
import { useDocumentTitle } from '#features/documents/use-document-title'
import type { DocumentEditor as DocumentEditorPart } from '#features/editor/document-editor.tsx'
import type { CollabAddress } from '#features/editor/collab-url'
import { loadSession, SessionFiles, useCollabSession } from '#features/editor/use-collab-session'
import { useGuest } from '#features/guests/guest-profile-context.tsx'
import { useRememberedName } from '#features/guests/use-remembered-name'
import { freeColor } from '#features/guests/people-colors'
import { FollowFrame } from '#features/presence/follow-frame.tsx'
import { colorsTakenBefore } from '#features/presence/people-here'
import { usePeopleHere } from '#features/presence/use-people-here'
import { useWritingMode } from '#features/suggestions/use-writing-mode'
import { CodeAhead } from '#ui/code-ahead'
import { latePart, lazyPart } from '#ui/lazy-part'

import { useOpenedBefore } from '../../opened-before.tsx'
import { useDocumentPlaces } from './document-places.ts'
import { DocumentHeader } from './document-header.tsx'
import { DocumentProblem, textStays } from './document-problem.tsx'
import { OpeningPage } from './opening-page.tsx'
import { useFollow } from './use-follow.ts'
import { usePastActions } from './use-past-actions.ts'

const editorCode = new CodeAhead<typeof DocumentEditorPart>()
const EditorFiles = dynamic(
  editorCode.of(() => import('#features/editor/document-editor.tsx').then((part) => part.DocumentEditor)),
)
const DocumentEditor = latePart(editorCode.load)
const SinceLast = lazyPart(() => import('#features/history/since-last.tsx').then((part) => part.default))
const PageReceipt = lazyPart(() => import('./page-receipt.tsx').then((part) => part.default))
const UndoneWork = lazyPart(() => import('./undone-work.tsx').then((part) => part.default))
const DocumentPast = latePart(() => import('./document-past.tsx').then((part) => part.default))

// Under way before the page is live; what does not arrive is asked for again by those who need it.
if (typeof window !== 'undefined') {
  for (const load of [loadSession, editorCode.load]) load().catch(() => undefined)
}

type DocumentPageProps = {
  documentId: string
  /** Public id of the guest. */
  userId: string
  role: Role
  /** For the first connection; later ones are asked for. */
  token: string
  collab: CollabAddress
  /** As the app last knew it, until the document itself is here. */
  initialTitle: string | null
  /** How many ask to be let in, which its owner is told. */
  waiting: number
  /** Of this page as the server made it. */
  copyId: string
  /** What the document begins with, to be read until its editor is here. */
  opening: ReactNode
}

const slowAfterMs = 2500
/** For so long the header leaves the network to what the text is written with. */
const headerAloneMs = 3000
/** So long a copy on this device waits for what is new, so that nobody sees text come and change. */
const syncGraceMs = 600

/** One open document: puts session, editor, people and header together, which do not know each other. */
export function DocumentPage(props: DocumentPageProps) {
  const { documentId, userId, role, token, collab, initialTitle, waiting, copyId, opening } = props
  const t = useTranslations('documents')
  const opened = useCollabSession({
    documentId,
    collab,
    token,
    role,
    userId,
    requestToken: () => requestToken(documentId),
  })
  const { session = null, state = null } = opened ?? {}
  const ready = state?.ready ?? false
  const problem = state?.problem ?? null
  const alone = useHasLasted(ready && state?.online === false, syncGraceMs)
  const current = state?.online === true || alone || problem !== null
  const textShown = ready && (problem === null || textStays(problem))
  // What somebody may write can change while the page is open; the rest is as the page was made.
  const roleNow = state?.role ?? role
  const writable = ready && problem === null && can(roleNow, 'suggest')
  const writingMode = useWritingMode({ documentId, userId }, roleNow)
  const { mode } = writingMode
  const editable = writable && mode !== 'viewing'
  const suggests = mode === 'suggesting' || !can(roleNow, 'write')

  const people = usePeopleHere(session?.awareness ?? null)
  const guest = useGuest()
  const name = guest?.name
  useRememberedName(name)
  const color = guest && freeColor(guest.color, colorsTakenBefore(people, userId))
  useEffect(() => {
    if (session && name && color) session.setPerson({ id: userId, name, color })
  }, [session, userId, name, color])

  const asking = useMemo(
    () => ({
      search: (text: string) => mentionChoices(documentId, text),
      titles: (ids: readonly string[]) => documentTitles(documentId, ids),
    }),
    [documentId],
  )
  const mentions = useMemo(() => ({ ...asking, people }), [asking, people])

  const live = useDocumentTitle(ready && session ? session.doc : null)
  const title = live ? live.title : initialTitle
  const shownTitle = `${title ?? t('untitled')} · Pliego`
  useEffect(() => {
    document.title = shownTitle
  }, [shownTitle])

  const { wasOpened, noteOpened } = useOpenedBefore(copyId)
  const [shown, setShown] = useState(false)
  const onShown = useCallback(() => {
    setShown(true)
    noteOpened()
  }, [noteOpened])
  const [mounted, setMounted] = useState(false)
  if (textShown && current && !mounted) setMounted(true)
  const upload = useCallback((file: File) => uploadImage(documentId, file), [documentId])
  const [editor, setEditor] = useState<Editor | null>(null)
  const follow = useFollow({
    editor: textShown ? editor : null,
    awareness: session?.awareness ?? null,
    people,
  })
  // One of them at a time: they stand in the same place.
  const [beside, setBeside] = useState<'chat' | 'comments' | 'suggestions' | 'receipt' | null>(null)
  const [asked, setAsked] = useState<{ thread: string } | null>(null)
  const openBeside = useCallback((part: 'chat' | 'comments' | 'suggestions', thread?: string) => {
    setBeside(part)
    setAsked(thread === undefined ? null : { thread })
  }, [])
  const setCommentsOpen = useCallback((open: boolean) => setBeside(open ? 'comments' : null), [])
  const past = usePastActions(can(role, 'history'))
  const openPlace = useDocumentPlaces({
    documentId,
    userId,
    editor: textShown ? editor : null,
    session,
    onBeside: openBeside,
  })
  const slow = useHasLasted(!ready && problem === null, slowAfterMs)
  const waited = useHasLasted(!shown && problem === null, headerAloneMs)
  return (
    <div className="flex min-h-dvh flex-col">
      <Suspense>
        <SessionFiles />
        <EditorFiles />
      </Suspense>
      <DocumentHeader
        documentId={documentId}
        title={title}
        waiting={waiting}
        editor={textShown ? editor : null}
        titleEditable={editable && mode === 'editing'}
        onTitle={(next) => session?.setTitle(next)}
        onTitleDraft={(isDraft) => session?.setTextHeldBack(isDraft, 'title')}
        onTitleDone={() => editor?.commands.focus('start')}
        saveStatus={problem && !textShown ? null : (state?.saveStatus ?? 'reconnecting')}
        slowWay={state?.slowWay ?? false}
        online={state?.online ?? false}
        people={people}
        colorHere={color}
        openPlace={openPlace}
        userId={userId}
        role={role}
        chatOpen={beside === 'chat'}
        comments={{ open: beside === 'comments', onOpenChange: setCommentsOpen, asked }}
        follow={follow}
        onChatOpenChange={(open) => setBeside(open ? 'chat' : null)}
        writingMode={writable ? writingMode : null}
        suggestionsOpen={beside === 'suggestions'}
        onSuggestionsOpenChange={(open) => setBeside(open ? 'suggestions' : null)}
        past={past}
        complete={editor !== null || problem !== null || waited}
        mustAskBeforeLeaving={() => session?.hasTextAtRisk() ?? false}
      />
      <main className="flex grow flex-col">
        {problem && <DocumentProblem problem={problem} />}
        {problem === null && !shown && (
          <OpeningPage
            slow={slow}
            withToolbar={can(role, 'suggest') && mode !== 'viewing'}
            opening={wasOpened ? null : opening}
          />
        )}
        {textShown && mounted && session && name && color && (
          <DocumentEditor
            session={session}
            editable={editable}
            suggestingBy={suggests ? userId : null}
            people={people}
            uploadImage={upload}
            onShown={onShown}
            mentions={mentions}
            onEditorReady={setEditor}
          />
        )}
      </main>
      {past && shown && past.shown === null && (
        <Suspense>
          <SinceLast documentId={documentId} userId={userId} onShow={past.showChangesSince} />
        </Suspense>
      )}
      {state?.spell && session && editor && textShown && (
        <Suspense>
          <PageReceipt
            spell={state.spell}
            documentId={documentId}
            userId={userId}
            session={session}
            editor={editor}
            mayLookBack={past !== null}
            open={beside === 'receipt'}
            onOpenChange={(open) => setBeside(open ? 'receipt' : null)}
          />
        </Suspense>
      )}
      {past?.shown && (
        <DocumentPast
          shown={past.shown}
          documentId={documentId}
          userId={userId}
          people={people}
          editor={textShown ? editor : null}
          editable={editable}
          awareness={session?.awareness ?? null}
          changesSince={past.changesSince}
          onClose={past.close}
          onUndone={past.noteUndone}
        />
      )}
      {past?.undone && editor && (
        <Suspense>
          <UndoneWork words={past.undone} editor={editor} onClose={() => past.noteUndone(null)} />
        </Suspense>
      )}
      <FollowFrame person={follow?.person ?? null} onStop={() => follow?.stop()} />
    </div>
  )
}

/** Whether something has been going on for at least so long. */
function useHasLasted(active: boolean, durationMs: number): boolean {
  const [lasted, setLasted] = useState(false)
  useEffect(() => {
    if (!active) return undefined
    const timer = setTimeout(() => setLasted(true), durationMs)
    return () => {
      clearTimeout(timer)
      setLasted(false)
    }
  }, [active, durationMs])
  return lasted
}
