import { useTranslations } from 'next-intl'

import { DeadEndPage } from '../../dead-end-page.tsx'
import { ForgetLocalCopy } from './forget-local-copy.tsx'

export default function DocumentNotFound() {
  const t = useTranslations('documents.problems.gone')
  return (
    <>
      <DeadEndPage title={t('title')} text={t('text')} />
      <ForgetLocalCopy />
    </>
  )
}
