import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

import { OpeningSheet } from '#features/editor/opening/opening-sheet.tsx'

/**
 * The page before its editor is here: what the document begins with where it will stand, or a blank sheet,
 * with words only when it takes long.
 */
export function OpeningPage({
  slow,
  withToolbar,
  opening,
}: {
  slow: boolean
  withToolbar: boolean
  opening: ReactNode
}) {
  const t = useTranslations('documents')
  return (
    <OpeningSheet withToolbar={withToolbar}>
      {opening}
      {/* In the place of the text, and only there. */}
      <p
        className={`document-text text-muted transition-opacity not-first:hidden ${slow ? '' : 'opacity-0'}`}
      >
        {slow ? t('waiting') : ''}
      </p>
    </OpeningSheet>
  )
}
