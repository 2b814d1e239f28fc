import 'server-only'
import { createTranslator } from 'use-intl/core'

import type { Config } from '#config/load-config'
import type { Account } from '#features/accounts/account'
import { loadMessages } from '#i18n/messages'

import { authAttempts, mailer } from './accounts.ts'
import { localeOfHeaders } from './locale-of-headers.ts'

type SharedDocument = {
  readonly to: string
  /** What opens it for them. */
  readonly path: string
  readonly title: string | null
}

/**
 * Tells somebody by mail that a document was shared with them, in the sharer's language, since theirs is not known.
 * False where no mail goes out: without a mail server, after too many, or where it was not taken.
 */
export async function mailShare(
  config: Pick<Config, 'publicUrl' | 'port' | 'smtpUrl'>,
  from: Account,
  { to, path, title }: SharedDocument,
  headers: Headers,
): Promise<boolean> {
  if (config.smtpUrl === undefined) return false
  const now = Date.now()
  // Nobody sends mails through us without end, and nobody gets them without end.
  if (!authAttempts().take('shareMailFrom', from.id, now)) return false
  if (!authAttempts().take('shareMail', to, now)) return false
  const locale = localeOfHeaders(headers)
  const messages = (await loadMessages(locale)) as {
    mails: { share: Record<'subject' | 'text' | 'untitled', string> }
  }
  const t = createTranslator({ locale, messages, namespace: 'mails.share' })
  const link = (config.publicUrl ?? `http://localhost:${config.port}`) + path
  const words = { name: from.name, email: from.email, title: title ?? t('untitled'), link }
  try {
    await mailer()({ to, subject: t('subject', words), text: t('text', words) })
    return true
  } catch (error) {
    console.error('the mail about a shared document could not be sent', error)
    return false
  }
}
