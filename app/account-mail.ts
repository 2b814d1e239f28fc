import 'server-only'
import { createTranslator } from 'use-intl/core'

import type { Config } from '#config/load-config'
import type { Mail } from '#features/accounts/server/mailer'
import { loadMessages } from '#i18n/messages'

import { localeOfHeaders } from './locale-of-headers.ts'

/** The pages that the links of mails lead to. */
const pages = { resetMail: '/reset-password', confirmationMail: '/confirm-email' } as const

/**
 * The mail by which somebody chooses another password, or shows that their address is theirs. The link's address comes
 * from the settings alone: whoever asks for the mail could have written any into the request.
 */
export async function accountMail(
  config: Pick<Config, 'publicUrl' | 'port'>,
  kind: keyof typeof pages,
  { email, token }: { email: string; token: string },
  headers: Headers,
): Promise<Mail> {
  const locale = localeOfHeaders(headers)
  const messages = (await loadMessages(locale)) as {
    accounts: Record<typeof kind, { subject: string; text: string }>
  }
  // Not next-intl's, which knows the language of pages alone.
  const t = createTranslator({ locale, messages, namespace: `accounts.${kind}` })
  const link = `${config.publicUrl ?? `http://localhost:${config.port}`}${pages[kind]}?token=${token}`
  return { to: email, subject: t('subject'), text: t('text', { link }) }
}
