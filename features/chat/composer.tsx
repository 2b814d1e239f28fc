'use client'
import { useTranslations } from 'next-intl'

import { type ChatMention, maxChatTextLength, mostChatMentions } from '#features/chat/chat-message'
import { MessageField } from '#ui/message-field'

type ComposerProps = {
  label: string
  people: readonly ChatMention[]
  initial?: { readonly text: string; readonly mentions: readonly ChatMention[] }
  /** Calls with what was typed before this was there, and again with all of it for each further letter. */
  takeTyped?: (receive: (text: string) => void) => void
  onSend: (text: string, mentions: readonly ChatMention[]) => void
  onCancel?: () => void
}

/** The field of the chat, for a new message or one that is written anew. */
export function Composer(props: ComposerProps) {
  const t = useTranslations('chat')
  return (
    <MessageField
      {...props}
      sendLabel={props.initial ? t('save') : t('send')}
      peopleLabel={t('people')}
      maxLength={maxChatTextLength}
      mostMentions={mostChatMentions}
    />
  )
}
