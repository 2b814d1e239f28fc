import { useTranslations } from 'next-intl'

import { signInPath } from '#features/accounts/account-paths'

import { LateDeadEndPage } from '../../late-pages.tsx'

/** In place of a document that this person may not open; for a guest, their account may. */
export function NoAccess({ documentId, isGuest }: { documentId: string; isGuest: boolean }) {
  const t = useTranslations('documents.problems.forbidden')
  const signIn = isGuest ? { signInHref: signInPath(`/d/${documentId}`) } : {}
  return <LateDeadEndPage title={t('title')} text={t('text')} {...signIn} />
}
