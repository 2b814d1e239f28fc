'use client'
import type { Editor } from '@tiptap/core'
import { History } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import type { Role } from '#access/roles'
import { useChat } from '#features/chat/use-chat'
import { useComments } from '#features/comments/use-comments'
import type { SaveStatus as Status } from '#features/editor/collab-session'
import { SaveStatus } from '#features/editor/save-status.tsx'
import { GuestButton } from '#features/guests/guest-button.tsx'
import { useFeed } from '#features/notifications/feed-context.tsx'
import type { OpenPlace } from '#features/notifications/open-place'
import { Avatars } from '#features/presence/avatars.tsx'
import type { PersonHere } from '#features/presence/people-here'
import { ShareButton } from '#features/sharing/share-button.tsx'
import { DocumentSuggestions } from '#features/suggestions/document-suggestions.tsx'
import { ModeMenu } from '#features/suggestions/mode-menu.tsx'
import type { WritingModeChoice } from '#features/suggestions/use-writing-mode'
import { IconButton } from '#ui/icon-button'
import { MarginLayout } from '#ui/margin-layout'
import { TooltipGroup } from '#ui/tooltip'
import { useNarrow } from '#ui/use-narrow'

import { OwnAccount } from '../../own-account.tsx'
import { LateBell } from '../../late-bell.tsx'
import { DocumentChat } from './document-chat.tsx'
import { DocumentMenu } from './document-menu.tsx'
import { DocumentPageComments, type PageComments } from './page-comments.tsx'
import { useSuggestionTalk } from './suggestion-talk.tsx'
import type { Follow } from './use-follow.ts'
import { historyShortcut, type PastActions } from './use-past-actions.ts'

export type HeaderActionsProps = {
  documentId: string
  title: string | null
  /** How many ask to be let in, as the page was made. */
  waiting: number
  /** What is saved as a file; null until it is here. */
  editor: Editor | null
  /** Null where there is no text to speak of. */
  saveStatus: Status | null
  /** Connected by HTTP, for want of a WebSocket. */
  slowWay: boolean
  /** Whether the server answers on the document's connection. */
  online: boolean
  people: readonly PersonHere[]
  /** Of this guest in this document; null until it is known. */
  colorHere: string | null
  /** A press on a notification leads there. */
  openPlace: OpenPlace
  userId: string
  role: Role
  chatOpen: boolean
  onChatOpenChange: (open: boolean) => void
  comments: PageComments
  /** Null for those who may not look into the past. */
  past: PastActions | null
  /** Null until there is a text. */
  follow: Follow | null
  /** Null where nothing can be written now. */
  writingMode: WritingModeChoice | null
  suggestionsOpen: boolean
  onSuggestionsOpenChange: (open: boolean) => void
}

/** Beside the title, where there is room for words. */
export function HeaderStatus({ saveStatus, slowWay }: Pick<HeaderActionsProps, 'saveStatus' | 'slowWay'>) {
  return (
    saveStatus && (
      <span className="hidden shrink-0 desk:inline">
        <SaveStatus status={saveStatus} slow={slowWay} />
      </span>
    )
  )
}

/** What stands at the end of the header. */
export function HeaderActions(props: HeaderActionsProps) {
  const { title, saveStatus, people, documentId, userId } = props
  const common = useTranslations('common')
  const history = useTranslations('history')
  const feed = useFeed()
  const narrow = useNarrow()
  const listen = (onNews: () => void) => feed.listen(`chat:${documentId}`, onNews)
  const { chat, unread } = useChat({ documentId, userId, listen, online: props.online })
  const said = useComments({
    documentId,
    userId,
    listen: (onNews) => feed.listen(`comments:${documentId}`, onNews),
  })
  const { talk, threadsOfText } = useSuggestionTalk({
    comments: said.comments,
    drafts: said.drafts,
    threads: said.threads,
    userId,
    role: props.role,
    people,
  })
  const openThreads = threadsOfText.filter(({ resolved }) => !resolved).length
  const [margin] = useState(() => new MarginLayout())
  const { follow } = props
  const actions = follow ? { goTo: follow.goTo, follow: follow.start } : undefined
  const { editor, writingMode } = props
  const others = people.filter(({ isSelf }) => !isSelf)
  return (
    <TooltipGroup>
      {saveStatus && (
        <span className="shrink-0 desk:hidden">
          <SaveStatus status={saveStatus} slow={props.slowWay} compact />
        </span>
      )}
      <span className="shrink-0 desk:hidden">
        <Avatars people={people} most={2} actions={actions} />
      </span>
      <span className="hidden shrink-0 items-center gap-2 desk:flex">
        <Avatars people={others} everybody={people} most={5} actions={actions} direct />
        <GuestButton compact colorHere={props.colorHere}>
          <OwnAccount />
        </GuestButton>
      </span>
      <span className="contents shrink-0 items-center gap-1 desk:flex">
        <DocumentPageComments
          {...props.comments}
          {...said}
          threads={threadsOfText}
          count={openThreads}
          withButton={!narrow}
          editor={props.editor}
          userId={userId}
          role={props.role}
          people={people}
          margin={margin}
        />
        {editor && (
          <DocumentSuggestions
            editor={editor}
            userId={userId}
            mayDecide={writingMode?.modes.includes('editing') ?? false}
            people={people}
            open={props.suggestionsOpen}
            onOpenChange={props.onSuggestionsOpenChange}
            withButton={!narrow}
            documentId={documentId}
            margin={margin}
            talk={talk}
          />
        )}
        {props.past && !narrow && (
          <IconButton
            label={history('title')}
            icon={<History />}
            shortcut={historyShortcut}
            onClick={props.past.openHistory}
          />
        )}
        <DocumentChat
          chat={chat}
          unread={unread}
          userId={userId}
          role={props.role}
          people={people}
          open={props.chatOpen}
          onOpenChange={props.onChatOpenChange}
          withButton={!narrow}
        />
      </span>
      {writingMode && !narrow && <ModeMenu choice={writingMode} />}
      <span className="hidden shrink-0 desk:block">
        <ShareButton documentId={props.documentId} closeLabel={common('close')} waiting={props.waiting} />
      </span>
      <LateBell documentId={documentId} open={props.openPlace} />
      <DocumentMenu
        title={title}
        editor={props.editor}
        documentId={props.documentId}
        waiting={props.waiting}
        colorHere={props.colorHere}
        unreadInChat={unread}
        openThreads={openThreads}
        onOpenComments={() => props.comments.onOpenChange(true)}
        onOpenChat={() => props.onChatOpenChange(true)}
        writingMode={writingMode}
        onOpenSuggestions={() => props.onSuggestionsOpenChange(true)}
        past={props.past}
      />
    </TooltipGroup>
  )
}
