import { useEffect, useState } from 'react'

import { copyText } from '#ui/copy-text'

const confirmationMs = 2500

export type CopyLinkState = 'idle' | 'copied' | 'failed'

/** Copies the address of this page, without what a search or a jump has added to it. */
export function useCopyLink(): { state: CopyLinkState; copy: () => void } {
  const [state, setState] = useState<CopyLinkState>('idle')
  useEffect(() => {
    if (state === 'idle') return undefined
    const timer = setTimeout(() => setState('idle'), confirmationMs)
    return () => clearTimeout(timer)
  }, [state])
  const copy = () => {
    const { origin, pathname } = window.location
    void copyText(origin + pathname).then((copied) => setState(copied ? 'copied' : 'failed'))
  }
  return { state, copy }
}
