import 'server-only'
import { createTranslator } from 'use-intl/core'

import type { Config } from '#config/load-config'
import type { Account } from '#features/accounts/account'
import type { Mail } from '#features/accounts/server/mailer'
import type { AppServices } from '#features/documents/server/app-services'
import { loadMessages } from '#i18n/messages'

import { authAttempts, mailer } from './accounts.ts'
import type { Identity } from './identity.ts'
import { localeOfHeaders } from './locale-of-headers.ts'

type SharedDocument = {
  readonly to: string
  /** What opens it for them. */
  readonly path: string
  readonly title: string | null
}

/**
 * Tells somebody by mail that a document was shared with them.
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
  const t = await words('share', headers)
  const link = addressOf(config) + path
  const { name, email, isConfirmed } = from
  // An address that anybody could have written there would only lend weight to the name.
  const who = isConfirmed ? `${name} (${email})` : name
  const said = { name, who, title: title ?? t('untitled'), link }
  return send({ to, subject: t('subject', said), text: t('text', said) })
}

type Asking = { readonly documentId: string; readonly identity: Identity; readonly message: string }

/** Tells the owner of a document that somebody asks to be let in, where the owner has an account. */
export async function mailAccessRequest(
  { config, store }: Pick<AppServices, 'config' | 'store'>,
  { documentId, identity, message }: Asking,
  headers: Headers,
): Promise<void> {
  if (config.smtpUrl === undefined) return
  const document = await store.documents.get(documentId)
  const to = document && (await store.accounts.emailOf(document.ownerId))
  if (!to || !authAttempts().take('requestMail', to, Date.now())) return
  const t = await words('request', headers)
  const name = identity.account?.name ?? t('somebody')
  const said = {
    name,
    title: document.title ?? t('untitled'),
    message,
    link: `${addressOf(config)}/d/${documentId}`,
  }
  await send({ to, subject: t('subject', said), text: t(message === '' ? 'text' : 'textWithMessage', said) })
}

const addressOf = ({ publicUrl, port }: Pick<Config, 'publicUrl' | 'port'>): string =>
  publicUrl ?? `http://localhost:${port}`

/** In the language of whoever causes the mail: that of its reader is not known. */
async function words(mail: 'share' | 'request', headers: Headers) {
  const locale = localeOfHeaders(headers)
  const messages = (await loadMessages(locale)) as { mails: Record<typeof mail, Record<string, string>> }
  return createTranslator({ locale, messages, namespace: `mails.${mail}` })
}

async function send(mail: Mail): Promise<boolean> {
  try {
    await mailer()(mail)
    return true
  } catch (error) {
    console.error('a mail about a document could not be sent', error)
    return false
  }
}
