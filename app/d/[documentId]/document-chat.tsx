'use client'
import { Suspense, useRef } from 'react'
import { createPortal } from 'react-dom'

import { can, type Role } from '#access/roles'
import { ChatButton } from '#features/chat/chat-button.tsx'
import type { ChatPanelProps } from '#features/chat/chat-panel.tsx'
import type { Chat } from '#features/chat/chat'
import { useWaitingField } from '#features/chat/use-waiting-field'
import { Avatars } from '#features/presence/avatars.tsx'
import type { PersonHere } from '#features/presence/people-here'
import { lazyPart } from '#ui/lazy-part'

const ChatPanel = lazyPart<ChatPanelProps>(() =>
  import('#features/chat/chat-panel.tsx').then((part) => part.default),
)

type DocumentChatProps = {
  chat: Chat
  unread: number
  userId: string
  role: Role
  people: readonly PersonHere[]
  open: boolean
  onOpenChange: (open: boolean) => void
  /** On phones it is opened from the menu. */
  withButton: boolean
}

/** The chat of this document and what opens it. Over the page and not in its header, which fades while somebody writes. */
export function DocumentChat(props: DocumentChatProps) {
  const { chat, unread, userId, role, people, open, onOpenChange, withButton } = props
  const named = people.flatMap(({ id, name, isSelf }) => (name === null || isSelf ? [] : [{ id, name }]))
  const mayWrite = can(role, 'chat')
  const waiting = useWaitingField(mayWrite, onOpenChange)
  const button = useRef<HTMLButtonElement>(null)
  const panel = (
    <Suspense>
      <ChatPanel
        chat={chat}
        userId={userId}
        mayWrite={mayWrite}
        mayRemoveAll={can(role, 'manage')}
        people={named}
        here={<Avatars people={people} most={4} />}
        takeTyped={waiting.takeTyped}
        onClose={() => onOpenChange(false)}
        comeBackTo={button}
      />
    </Suspense>
  )
  return (
    <>
      {withButton && (
        <ChatButton ref={button} unread={unread} open={open} onOpenChange={waiting.onOpenChange} />
      )}
      {open && createPortal(panel, document.body)}
    </>
  )
}
