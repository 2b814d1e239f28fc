import type { EditorCommand } from '#features/editor/commands/editor-command'

import en from '../../../i18n/messages/en/editor.json'
import es from '../../../i18n/messages/es/editor.json'

type Words = Readonly<Record<string, string>>

/**
 * Names of a command and other words for it, in every language, as `searchable` gives them: people write in
 * one language and use menus in another.
 */
export function commandWords({ id }: EditorCommand): readonly string[] {
  return [en, es].flatMap(({ commands, slashWords }) =>
    [(commands as Words)[id], (slashWords as Words)[id]]
      .filter((text) => text !== undefined)
      .flatMap((text) => text.split(','))
      .map((text) => searchable(text)),
  )
}

export const noMatch = 3

/** How well what was typed fits the best of the words: -1 wholly, 0 its beginning, `noMatch` not at all. Both `searchable`. */
export function rankWords(words: readonly string[], wanted: string): number {
  return Math.min(...words.map((word) => rank(word, wanted)))
}

function rank(word: string, wanted: string): number {
  if (word === wanted) return -1
  if (word.startsWith(wanted)) return 0
  if (word.includes(` ${wanted}`)) return 1
  return word.includes(wanted) && wanted.length > 1 ? 2 : noMatch
}

/** Without accents and capitals, spaces evened. */
export function searchable(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim().replaceAll(/\s+/g, ' ')
}
