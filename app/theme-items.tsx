'use client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'

import { MenuLabel, MenuRadioGroup, MenuRadioItem } from '#ui/menu'

const themes = [
  { name: 'light', icon: <Sun /> },
  { name: 'dark', icon: <Moon /> },
  { name: 'system', icon: <Monitor /> },
] as const

/** The choice of light and dark, inside a menu. */
export function ThemeItems() {
  const t = useTranslations('common')
  const { theme = 'system', setTheme } = useTheme()
  return (
    <>
      <MenuLabel>{t('theme')}</MenuLabel>
      <MenuRadioGroup value={theme} onValueChange={setTheme}>
        {themes.map(({ name, icon }) => (
          <MenuRadioItem key={name} value={name} icon={icon}>
            {t(`themes.${name}`)}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </>
  )
}
