'use client'
import { MessageSquare, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import {
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
} from 'react'

import type { Chat } from '#features/chat/chat'
import type { ChatMention } from '#features/chat/chat-message'
import { ChatRow, WaitingRow } from '#features/chat/chat-row.tsx'
import { Composer } from '#features/chat/composer.tsx'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'
import { SidePanel } from '#ui/side-panel'

export type ChatPanelProps = {
  chat: Chat
  userId: string
  mayWrite: boolean
  /** Of anybody's messages. */
  mayRemoveAll: boolean
  /** Who may be named: those who are here. */
  people: readonly ChatMention[]
  /** Shows who is here. */
  here: ReactNode
  /** Of what was typed before the field for it was there. */
  takeTyped: (receive: (text: string) => void) => void
  onClose: () => void
  /** Has the focus again when the chat goes with it. */
  comeBackTo: RefObject<HTMLElement | null>
}

/** So near the end somebody reads what comes. */
const atEndPx = 80
const sameBreathMs = 5 * 60_000

/** The chat of a document, beside its text; over it on a phone. */
export default function ChatPanel(props: ChatPanelProps) {
  const { chat, userId, mayWrite, mayRemoveAll, people, here, takeTyped, onClose, comeBackTo } = props
  const t = useTranslations('chat')
  const { status, messages, waiting, hasOlder } = useSyncExternalStore(
    chat.subscribe,
    chat.getState,
    chat.getState,
  )
  const list = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    const { current } = panel
    const after = comeBackTo.current
    const field = current?.querySelector('textarea') ?? current
    field?.focus()
    return () => {
      // What had the focus is gone with the panel, unless it went elsewhere before.
      const isNowhere = document.activeElement === null || document.activeElement === document.body
      if (isNowhere) after?.focus()
    }
  }, [comeBackTo])
  // With every message, and whatever else makes the list longer.
  useLayoutEffect(() => {
    if (list.current && isAtEnd.current) list.current.scrollTop = list.current.scrollHeight
  })
  useEffect(() => {
    const note = () => {
      if (document.visibilityState === 'visible') void chat.markRead()
    }
    note()
    document.addEventListener('visibilitychange', note)
    return () => document.removeEventListener('visibilitychange', note)
  })
  const known = knownPeople(people, messages, userId)
  return (
    // Those who may only read have nowhere else in it to be: Escape is heard where the focus is.
    <SidePanel ref={panel} label={t('title')} onClose={onClose} below="whole" takesFocus>
      <div className="flex shrink-0 items-center gap-2 border-b border-line py-1 pr-1 pl-4">
        <h2 className="font-semibold">{t('title')}</h2>
        <span className="mr-auto min-w-0">{here}</span>
        <IconButton label={t('close')} icon={<X />} onClick={onClose} />
      </div>
      <div
        ref={list}
        role="log"
        aria-label={t('messages')}
        // So that who scrolls by keys can.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < atEndPx
        }}
        className="min-h-0 grow overflow-y-auto overscroll-contain pb-3"
      >
        {hasOlder && (
          <div className="pt-3 text-center">
            <Button variant="quiet" onClick={() => void chat.loadOlder()}>
              {t('older')}
            </Button>
          </div>
        )}
        {status === 'loading' && <p className="p-6 text-center text-muted">{t('loading')}</p>}
        {status === 'failed' && (
          <div className="flex flex-col items-center gap-3 p-6 text-center">
            <p>{t('failed')}</p>
            <Button onClick={() => void chat.refresh()}>{t('again')}</Button>
          </div>
        )}
        {status === 'ready' && messages.length === 0 && waiting.length === 0 && (
          <div className="flex flex-col items-center px-6 py-10 text-center">
            <MessageSquare aria-hidden className="mb-2 size-6 text-muted" />
            <p className="font-semibold">{t('empty.title')}</p>
            <p className="text-muted">{t('empty.text')}</p>
          </div>
        )}
        <ul>
          {messages.map((message, index) => {
            const before = messages[index - 1]
            const isOwn = message.authorId === userId
            return (
              <ChatRow
                key={message.id}
                chat={chat}
                message={message}
                goesOn={before?.authorId === message.authorId && message.at - before.at < sameBreathMs}
                userId={userId}
                people={known}
                mayEdit={mayWrite && isOwn}
                mayRemove={mayWrite && (isOwn || mayRemoveAll)}
              />
            )
          })}
          {waiting.map((one) => (
            <WaitingRow key={one.key} chat={chat} waiting={one} userId={userId} />
          ))}
        </ul>
      </div>
      <div className="shrink-0 border-t border-line p-2">
        {mayWrite ? (
          <Composer
            label={t('write')}
            people={known}
            takeTyped={takeTyped}
            onSend={(text, mentions) => {
              isAtEnd.current = true
              void chat.send(text, mentions)
            }}
          />
        ) : (
          <p className="px-2 py-1 text-muted">{t('readOnly')}</p>
        )}
      </div>
    </SidePanel>
  )
}

/** Those who are here, and those who have written. */
function knownPeople(
  here: readonly ChatMention[],
  messages: readonly { authorId: string; author: string | null }[],
  userId: string,
): ChatMention[] {
  const writers = messages.flatMap(({ authorId: id, author: name }) => (name === null ? [] : [{ id, name }]))
  const known = new Map([...writers, ...here].map((person) => [person.id, person]))
  known.delete(userId)
  return [...known.values()]
}
