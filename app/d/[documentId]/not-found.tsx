import { useTranslations } from 'next-intl'

import { LateDeadEndPage } from '../../late-pages.tsx'
import { ForgetLocalCopy } from './forget-local-copy.tsx'

export default function DocumentNotFound() {
  const t = useTranslations('documents.problems.gone')
  return (
    <>
      <LateDeadEndPage title={t('title')} text={t('text')} />
      <ForgetLocalCopy />
    </>
  )
}
