import type { Locale } from '#i18n/locales'

/** The folders of sentences, one file a feature: `messages/<locale>/<feature>.json`. */
const messageFiles = [
  'accounts',
  'admin',
  'announcements',
  'chat',
  'comments',
  'common',
  'doctor',
  'documents',
  'editor',
  'files',
  'guests',
  'history',
  'home',
  'mails',
  'mergeReceipt',
  'notifications',
  'presence',
  'session',
  'sharing',
  'suggestions',
  'templates',
] as const

/** All sentences of one language, keyed by feature and then by name (ICU message format). */
export async function loadMessages(locale: Locale): Promise<Record<string, Record<string, unknown>>> {
  const entries = messageFiles.map(async (file) => {
    const loaded = (await import(`./messages/${locale}/${file}.json`)) as { default: Record<string, unknown> }
    return [file, loaded.default] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}
