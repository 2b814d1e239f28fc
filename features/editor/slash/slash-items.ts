import {
  callout,
  codeBlock,
  diagram,
  formulaBlock,
  headings,
  paragraph,
  quote,
  toggle,
} from '#features/editor/commands/block-commands'
import { commandWords, noMatch, rankWords, searchable } from '#features/editor/commands/command-search'
import type { EditorCommand } from '#features/editor/commands/editor-command'
import {
  divider,
  emoji,
  footnote,
  image,
  mention,
  pageBreak,
  table,
  inlineFormula,
  tableOfContents,
} from '#features/editor/commands/insert-commands'
import { bulletList, orderedList, taskList } from '#features/editor/commands/list-commands'

export type SlashItem = {
  readonly command: EditorCommand
  /** Offered only once something is typed: the small headings. */
  readonly rare: boolean
  /** Names and other words for it, in every language, as `searchable` gives them. */
  readonly words: readonly string[]
}

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
  formulaBlock,
  inlineFormula,
  footnote,
  mention,
  diagram,
  table,
  image,
  emoji,
  pageBreak,
  tableOfContents,
  divider,
].map((command) => ({
  command,
  rare: /^heading[456]$/.test(command.id),
  words: commandWords(command),
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
    rank: rankWords(item.words, wanted),
  }))
  return ranked
    .filter((found) => found.rank < noMatch)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}
