'use client'
import { Globe, SunMoon } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import Link from 'next/link'

import { GuestButton } from '#features/guests/guest-button.tsx'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'
import { Menu, MenuContent, MenuTrigger } from '#ui/menu'

import { LateBell } from './late-bell.tsx'
import { LanguageItems, languageNames } from './language-items.tsx'
import { Logo } from './logo.tsx'
import { OwnAccount } from './own-account.tsx'
import { ThemeItems } from './theme-items.tsx'

/** The header of every page that is not a document. */
export function HomeHeader({ withBell = false }: { withBell?: boolean }) {
  const t = useTranslations('common')
  const locale = useLocale()
  return (
    <header className="flex h-header shrink-0 items-center gap-1 px-3 desk:px-6">
      <Link href="/" className="mr-auto inline-flex min-h-target items-center rounded-md px-1">
        <Logo withName />
      </Link>
      <Menu>
        <MenuTrigger>
          <Button
            variant="quiet"
            aria-label={t('languageIs', { name: languageNames[locale === 'es' ? 'es' : 'en'] })}
          >
            <Globe aria-hidden />
            <span className="hidden desk:inline">{languageNames[locale === 'es' ? 'es' : 'en']}</span>
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          <LanguageItems />
        </MenuContent>
      </Menu>
      <Menu>
        <MenuTrigger>
          <IconButton label={t('theme')} icon={<SunMoon />} />
        </MenuTrigger>
        <MenuContent align="end">
          <ThemeItems />
        </MenuContent>
      </Menu>
      {withBell && <LateBell />}
      <GuestButton>
        <OwnAccount />
      </GuestButton>
    </header>
  )
}
