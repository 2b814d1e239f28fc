import 'server-only'
import { createTranslator } from 'use-intl/core'

import type { Config } from '#config/load-config'
import type { Mail } from '#features/accounts/server/mailer'
import { isLocale, localeCookie, type Locale } from '#i18n/locales'
import { loadMessages } from '#i18n/messages'
import { preferredLocale } from '#i18n/preferred-locale'

/**
 * The mail by which somebody chooses another password. The link's address comes from the settings alone: whoever
 * asks for the mail could have written any into the request.
 */
export async function resetMail(
  config: Pick<Config, 'publicUrl' | 'port'>,
  { email, token }: { email: string; token: string },
  headers: Headers,
): Promise<Mail> {
  const locale = localeOf(headers)
  const messages = (await loadMessages(locale)) as {
    accounts: { resetMail: { subject: string; text: string } }
  }
  // Not next-intl's, which knows the language of pages alone.
  const t = createTranslator({ locale, messages, namespace: 'accounts.resetMail' })
  const link = `${config.publicUrl ?? `http://localhost:${config.port}`}/reset-password?token=${token}`
  return { to: email, subject: t('subject'), text: t('text', { link }) }
}

/** As the asker reads our pages. */
function localeOf(headers: Headers): Locale {
  const chosen = new RegExp(`(?:^|; )${localeCookie}=(\\w+)`).exec(headers.get('cookie') ?? '')?.[1]
  return isLocale(chosen) ? chosen : preferredLocale(headers.get('accept-language'))
}
