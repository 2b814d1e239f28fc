/** The languages of the interface; each has a folder `messages/<locale>/`. */
export const locales = ['en', 'es'] as const

export type Locale = (typeof locales)[number]

export const defaultLocale: Locale = 'en'

/** Remembers the language a person chose; without it the browser's language decides. */
export const localeCookie = 'pliego_locale'

export function isLocale(value: string | undefined): value is Locale {
  return locales.some((locale) => locale === value)
}
