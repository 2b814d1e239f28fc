import { useTranslations } from 'next-intl'

import { LateDeadEndPage } from '../../late-pages.tsx'

/** In place of a document that this person may not open. */
export function NoAccess() {
  const t = useTranslations('documents.problems.forbidden')
  return <LateDeadEndPage title={t('title')} text={t('text')} />
}
