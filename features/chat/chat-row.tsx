'use client'
import { Pencil, RotateCw, Trash2, X } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useRef, useState } from 'react'

import type { Chat } from '#features/chat/chat'
import type { ChatMention, ChatMessage } from '#features/chat/chat-message'
import { Composer } from '#features/chat/composer.tsx'
import type { Waiting } from '#features/chat/outbox'
import { IconButton } from '#ui/icon-button'
import { MessageTime } from '#ui/message-time'
import { MessageWords } from '#ui/message-words'

type ChatRowProps = {
  chat: Chat
  message: ChatMessage
  /** Whether it goes on what its author has just said. */
  goesOn: boolean
  userId: string
  people: readonly ChatMention[]
  mayEdit: boolean
  mayRemove: boolean
}

/** One message, with what may be done with it. */
export function ChatRow({ chat, message, goesOn, userId, people, mayEdit, mayRemove }: ChatRowProps) {
  const t = useTranslations('chat')
  const locale = useLocale()
  const [editing, setEditing] = useState(false)
  const [failed, setFailed] = useState(false)
  const row = useRef<HTMLLIElement>(null)
  /** What was pressed is about to go, and the focus would be nowhere. */
  const keepFocus = () => row.current?.closest<HTMLElement>('[role=log]')?.focus()
  const { id, author, authorId, text, mentions, at, isEdited, isDeleted } = message
  const name = author ?? t('somebody')
  const change = async (doIt: () => ReturnType<Chat['remove']>) => {
    setFailed(false)
    if ((await doIt()) !== 'sent') setFailed(true)
  }
  return (
    <li ref={row} className={`group relative px-4 ${goesOn ? 'pt-0.5' : 'pt-3'}`}>
      {!goesOn && (
        <div className="flex items-baseline gap-2">
          <span className="min-w-0 truncate font-semibold">
            {authorId === userId ? t('you', { name }) : name}
          </span>
          <MessageTime at={at} locale={locale} />
        </div>
      )}
      {isDeleted ? (
        <p className="text-muted italic">{t('deleted')}</p>
      ) : editing ? (
        <Composer
          label={t('edit')}
          people={people}
          initial={message}
          onCancel={() => {
            keepFocus()
            setEditing(false)
          }}
          onSend={(said, named) => {
            keepFocus()
            setEditing(false)
            void change(() => chat.edit(id, { text: said, mentions: named }))
          }}
        />
      ) : (
        <MessageWords text={text} mentions={mentions} userId={userId}>
          {isEdited && <span className="ml-1 text-xs text-muted">{t('edited')}</span>}
        </MessageWords>
      )}
      {failed && (
        <p role="alert" className="text-xs text-danger">
          {t('notChanged')}
        </p>
      )}
      {!isDeleted && !editing && (mayEdit || mayRemove) && (
        <span className="absolute top-0 right-2 flex rounded-md border border-line bg-raised opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 coarse:relative coarse:top-auto coarse:right-auto coarse:float-right coarse:border-0 coarse:bg-transparent coarse:opacity-100">
          {mayEdit && <IconButton label={t('edit')} icon={<Pencil />} onClick={() => setEditing(true)} />}
          {mayRemove && (
            <IconButton
              label={t('remove')}
              icon={<Trash2 />}
              onClick={() => {
                keepFocus()
                void change(() => chat.remove(id))
              }}
            />
          )}
        </span>
      )}
    </li>
  )
}

/** One on its way, and what to do where it does not get there. */
export function WaitingRow({ chat, waiting, userId }: { chat: Chat; waiting: Waiting; userId: string }) {
  const t = useTranslations('chat')
  const { key, text, mentions, state } = waiting
  return (
    <li className="px-4 pt-2">
      <div className={state === 'refused' ? '' : 'opacity-60'}>
        <MessageWords text={text} mentions={mentions} userId={userId} />
      </div>
      <div
        className={`flex items-center gap-1 text-xs ${state === 'refused' ? 'text-danger' : 'text-muted'}`}
      >
        {t(`state.${state}`)}
        {state === 'refused' && (
          <>
            <IconButton label={t('again')} icon={<RotateCw />} onClick={() => void chat.retry(key)} />
            <IconButton label={t('discard')} icon={<X />} onClick={() => chat.discard(key)} />
          </>
        )}
      </div>
    </li>
  )
}
