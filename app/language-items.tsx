'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'

import { localeCookie, locales } from '#i18n/locales'
import { MenuLabel, MenuRadioGroup, MenuRadioItem } from '#ui/menu'

const yearS = 365 * 24 * 60 * 60

/** Every language by its own name, so that people find theirs whatever the page is in. */
export const languageNames = { en: 'English', es: 'Español' } as const

/** The choice of language, inside a menu. The page stays as it is and only its words change. */
export function LanguageItems() {
  const t = useTranslations('common')
  const locale = useLocale()
  const router = useRouter()
  const [, startTransition] = useTransition()
  const choose = (chosen: string) => {
    document.cookie = `${localeCookie}=${chosen}; path=/; max-age=${yearS}; samesite=lax`
    startTransition(() => router.refresh())
  }
  return (
    <>
      <MenuLabel>{t('language')}</MenuLabel>
      <MenuRadioGroup value={locale} onValueChange={choose}>
        {locales.map((name) => (
          <MenuRadioItem key={name} value={name}>
            <span lang={name}>{languageNames[name]}</span>
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </>
  )
}
