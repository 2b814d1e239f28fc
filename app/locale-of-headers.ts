import 'server-only'

import { isLocale, localeCookie, type Locale } from '#i18n/locales'
import { preferredLocale } from '#i18n/preferred-locale'

/** The language in which whoever sent this request reads our pages, for what is not a page. */
export function localeOfHeaders(headers: Headers): Locale {
  const chosen = new RegExp(`(?:^|; )${localeCookie}=(\\w+)`).exec(headers.get('cookie') ?? '')?.[1]
  return isLocale(chosen) ? chosen : preferredLocale(headers.get('accept-language'))
}
