import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createTranslator } from 'use-intl/core'

/** A sentence of the interface by its key, `editor.commands.bold`. */
export type Say = (key: string, values?: Record<string, string | number>) => string

/** What pages show in a way of its own within a sentence is said as the rest of it. */
const asItReads = (words: string) => words
const marked = { del: asItReads, ins: asItReads, plain: asItReads }

/** The sentences of one language as the pages say them, so that one test finds its way in each. */
export function wordsOf(locale: 'en' | 'es'): Say {
  const folder = path.join(import.meta.dirname, '../../i18n/messages', locale)
  const messages = Object.fromEntries(
    readdirSync(folder).map((file): [string, unknown] => [
      path.basename(file, '.json'),
      JSON.parse(readFileSync(path.join(folder, file), 'utf8')),
    ]),
  )
  const translate = createTranslator<Record<string, never>>({
    locale,
    messages: messages as Record<string, never>,
    onError(error) {
      throw error
    },
  })
  return (key, values) => translate.markup(key as never, { ...marked, ...values } as never)
}
