import { useTranslations } from 'next-intl'

import { DeadEndPage } from '../../dead-end-page.tsx'

/** In place of a document that this person may not open. */
export function NoAccess() {
  const t = useTranslations('documents.problems.forbidden')
  return <DeadEndPage title={t('title')} text={t('text')} />
}
