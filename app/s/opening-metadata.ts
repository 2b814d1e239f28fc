import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'

/** Of the pages that open a link: nothing of the document. */
export async function openingMetadata(): Promise<Metadata> {
  const t = await getTranslations('sharing.opening')
  return { title: t('title'), robots: { index: false, follow: false } }
}
