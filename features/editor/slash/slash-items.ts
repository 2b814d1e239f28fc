import {
  callout,
  codeBlock,
  headings,
  paragraph,
  quote,
  toggle,
} from '#features/editor/commands/block-commands'
import type { EditorCommand } from '#features/editor/commands/editor-command'
import { divider, image, pageBreak, table } from '#features/editor/commands/insert-commands'
import { bulletList, orderedList, taskList } from '#features/editor/commands/list-commands'

import en from '../../../i18n/messages/en/editor.json'
import es from '../../../i18n/messages/es/editor.json'

export type SlashItem = {
  readonly command: EditorCommand
  /** Offered only once something is typed: the small headings. */
  readonly rare: boolean
  /** Names and other words for it, in every language, as `searchable` gives them. */
  readonly words: readonly string[]
}

type Words = Readonly<Record<string, string>>

const slashItems: readonly SlashItem[] = [
  paragraph,
  ...headings,
  bulletList,
  orderedList,
  taskList,
  quote,
  callout,
  toggle,
  codeBlock,
  table,
  image,
  pageBreak,
  divider,
].map((command) => ({
  command,
  rare: /^heading[456]$/.test(command.id),
  words: [en, es].flatMap(({ commands, slashWords }) =>
    [(commands as Words)[command.id], (slashWords as Words)[command.id]]
      .filter((text) => text !== undefined)
      .flatMap((text) => text.split(','))
      .map((text) => searchable(text)),
  ),
}))

/**
 * The items for what was typed, best first. People write in one language and use the menu in another, so
 * the names of both count, and accents and capitals do not.
 */
export function findSlashItems(
  query: string,
  items: readonly SlashItem[] = slashItems,
): readonly SlashItem[] {
  const wanted = searchable(query)
  if (wanted === '') return items.filter(({ rare }) => !rare)
  const ranked = items.map((item) => ({
    item,
    rank: Math.min(...item.words.map((word) => rank(word, wanted))),
  }))
  return ranked
    .filter((found) => found.rank < noMatch)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}

const noMatch = 3

function rank(word: string, wanted: string): number {
  if (word.startsWith(wanted)) return 0
  if (word.includes(` ${wanted}`)) return 1
  return word.includes(wanted) && wanted.length > 1 ? 2 : noMatch
}

/** Without accents and capitals, spaces evened. */
function searchable(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim().replaceAll(/\s+/g, ' ')
}
