'use client'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'

import { signInPath } from '#features/accounts/account-paths'
import { requestToken } from '#features/documents/document-requests'
import { useGuest } from '#features/guests/guest-profile-context.tsx'
import { useRememberedName } from '#features/guests/use-remembered-name'

import { ForgetLocalCopy } from './forget-local-copy.tsx'
import { LateAskForAccess, LateDeadEndPage } from '../../late-pages.tsx'

type NoAccessProps = { documentId: string; isGuest: boolean; hasAsked: boolean }

/** In place of a document that this person may not open: they can ask; for a guest, their account may. */
export function NoAccess({ documentId, isGuest, hasAsked }: NoAccessProps) {
  const t = useTranslations('documents.problems.forbidden')
  // So that the owner reads who asks.
  useRememberedName(useGuest()?.name)
  const mayOpen = useCallback(
    async () => (await requestToken(documentId)).outcome === 'granted',
    [documentId],
  )
  const signIn = isGuest ? { signInHref: signInPath(`/d/${documentId}`) } : {}
  return (
    <LateDeadEndPage title={t('title')} text={t('text')} {...signIn}>
      <LateAskForAccess documentId={documentId} hasAsked={hasAsked} mayOpen={mayOpen} />
      {/* Of a guest it may be an account's that is signed out, with edits that are nowhere else. */}
      {!isGuest && <ForgetLocalCopy />}
    </LateDeadEndPage>
  )
}
