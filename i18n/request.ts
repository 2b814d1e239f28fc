import { getRequestConfig } from 'next-intl/server'
import { cookies, headers } from 'next/headers'

import { isLocale, localeCookie } from '#i18n/locales'
import { loadMessages } from '#i18n/messages'
import { preferredLocale } from '#i18n/preferred-locale'

export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(localeCookie)?.value
  const locale = isLocale(chosen) ? chosen : preferredLocale((await headers()).get('accept-language'))
  return { locale, messages: await loadMessages(locale) }
})
