import 'server-only'
import { createTranslator } from 'use-intl/core'

import type { Config } from '#config/load-config'
import type { Mail } from '#features/accounts/server/mailer'
import { loadMessages } from '#i18n/messages'

import { localeOfHeaders } from './locale-of-headers.ts'

/**
 * The mail by which somebody chooses another password. The link's address comes from the settings alone: whoever
 * asks for the mail could have written any into the request.
 */
export async function resetMail(
  config: Pick<Config, 'publicUrl' | 'port'>,
  { email, token }: { email: string; token: string },
  headers: Headers,
): Promise<Mail> {
  const locale = localeOfHeaders(headers)
  const messages = (await loadMessages(locale)) as {
    accounts: { resetMail: { subject: string; text: string } }
  }
  // Not next-intl's, which knows the language of pages alone.
  const t = createTranslator({ locale, messages, namespace: 'accounts.resetMail' })
  const link = `${config.publicUrl ?? `http://localhost:${config.port}`}/reset-password?token=${token}`
  return { to: email, subject: t('subject'), text: t('text', { link }) }
}
