import 'server-only'

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
  // Without next-intl, which knows the language of pages alone.
  const { accounts } = await loadMessages(localeOf(headers))
  const words = accounts?.resetMail as { subject: string; text: string }
  const link = `${config.publicUrl ?? `http://localhost:${config.port}`}/reset-password?token=${token}`
  return { to: email, subject: words.subject, text: words.text.replace('{link}', () => link) }
}

/** As the asker reads our pages. */
function localeOf(headers: Headers): Locale {
  const chosen = new RegExp(`(?:^|; )${localeCookie}=(\\w+)`).exec(headers.get('cookie') ?? '')?.[1]
  return isLocale(chosen) ? chosen : preferredLocale(headers.get('accept-language'))
}
