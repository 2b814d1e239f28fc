'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useState, useTransition } from 'react'

import { maxMessageLength } from '#features/sharing/access-request'
import { askForAccess } from '#features/sharing/sharing-requests'
import { Button } from '#ui/button'
import { TextArea } from '#ui/text-area'

const lookAgainMs = 5000

export type AskForAccessProps = {
  documentId: string
  /** They have asked before, and have no answer yet. */
  hasAsked: boolean
  /** Whether they may open the document by now; rejects where that cannot be asked. */
  mayOpen: () => Promise<boolean>
}

/** Asks the owner of a closed document to be let in, and opens it as soon as they are. */
export function AskForAccess({ documentId, hasAsked, mayOpen }: AskForAccessProps) {
  const t = useTranslations('sharing.ask')
  const [state, setState] = useState<'writing' | 'asked' | 'failed' | 'tooMany'>(
    hasAsked ? 'asked' : 'writing',
  )
  const [message, setMessage] = useState('')
  const [busy, startTransition] = useTransition()
  useOpensLater(state === 'asked', mayOpen)
  const ask = () =>
    startTransition(async () => {
      const outcome = await askForAccess(documentId, message)
      if (outcome === 'alreadyOpen') window.location.reload()
      else setState(outcome)
    })
  if (state === 'asked') return <output className="max-w-md text-pretty">{t('asked')}</output>
  return (
    <form
      className="flex w-full max-w-md flex-col gap-3 text-left"
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) ask()
      }}
    >
      <TextArea
        label={t('message')}
        rows={2}
        maxLength={maxMessageLength}
        value={message}
        onChange={(event) => setMessage(event.target.value)}
        error={state === 'writing' ? undefined : t(state)}
      />
      <Button type="submit" variant="primary" size="large" aria-disabled={busy}>
        {t('button')}
      </Button>
    </form>
  )
}

/** Looks again while the page is in sight, and loads it anew once it opens. */
function useOpensLater(waiting: boolean, mayOpen: () => Promise<boolean>): void {
  useEffect(() => {
    if (!waiting) return undefined
    const look = async () => {
      if (document.visibilityState !== 'visible') return
      try {
        if (await mayOpen()) window.location.reload()
      } catch (error) {
        console.warn('Whether the document opens by now could not be asked', error)
      }
    }
    const timer = setInterval(() => void look(), lookAgainMs)
    return () => clearInterval(timer)
  }, [waiting, mayOpen])
}
