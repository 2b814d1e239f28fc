import { allCommands } from '#features/editor/commands/all-commands'
import { commandWords, noMatch, rankWords, searchable } from '#features/editor/commands/command-search'
import type { EditorCommand } from '#features/editor/commands/editor-command'

export type PaletteRow = {
  readonly command: EditorCommand
  readonly isEnabled: boolean
  readonly isRecent: boolean
}

type Situation = {
  readonly canWrite: boolean
  readonly isEnabled: (command: EditorCommand) => boolean
  /** Ids, the newest first. */
  readonly recent: readonly string[]
}

const searched = allCommands
  .filter(({ id }) => id !== 'palette')
  .map((command) => ({ command, words: commandWords(command) }))

/**
 * The commands for what was typed, best first. With nothing typed, those used last and then all that can be
 * done here; typed, also those that cannot, after the others, so that whoever seeks one learns that it exists.
 */
export function findCommands(query: string, { canWrite, isEnabled, recent }: Situation): PaletteRow[] {
  const wanted = searchable(query)
  const age = ({ id }: EditorCommand) => (recent.includes(id) ? recent.indexOf(id) : recent.length)
  return searched
    .filter(({ command }) => canWrite || command.forReaders)
    .map(({ command, words }) => ({
      command,
      isEnabled: isEnabled(command),
      isRecent: recent.includes(command.id),
      rank: wanted === '' ? 0 : rank(words, wanted),
    }))
    .filter((row) => row.rank < noMatch && (wanted !== '' || row.isEnabled))
    .toSorted(
      (a, b) =>
        Number(b.isEnabled) - Number(a.isEnabled) || a.rank - b.rank || age(a.command) - age(b.command),
    )
    .map(({ command, isEnabled, isRecent }) => ({ command, isEnabled, isRecent }))
}

/** Also for several words in any order: "row delete". */
function rank(words: readonly string[], wanted: string): number {
  const whole = rankWords(words, wanted)
  if (whole < noMatch) return whole
  const parts = wanted.split(' ')
  return parts.length > 1 && words.some((word) => parts.every((part) => word.includes(part))) ? 2 : noMatch
}
