import type { SuggestionLine } from '#features/suggestions/suggestion-lines'
import { isSuggester, isSuggestionId } from '#schema/suggestions/suggestion-values'

export const suggestionOutcomes = ['accepted', 'rejected', 'withdrawn'] as const

export type SuggestionOutcome = (typeof suggestionOutcomes)[number]

/** What became of a suggestion, with the words of its card: what is decided does not stand in the text any more. */
export type SuggestionDecision = {
  readonly outcome: SuggestionOutcome
  readonly lines: readonly SuggestionLine[]
}

export type DecidedSuggestion = SuggestionDecision & {
  readonly id: string
  /** User id of who made it. */
  readonly by: string
}

/** Of one suggestion; of a longer card the rest is left out. */
export const mostDecidedLines = 6
export const mostDecidedAtOnce = 50
/** Somewhat more than a card shows of a text. */
const maxText = 200

/** As it was recorded; undefined for anything else. */
export function readDecision(value: unknown): SuggestionDecision | undefined {
  const { outcome, lines } = (value ?? {}) as { outcome?: unknown; lines?: unknown }
  const known = suggestionOutcomes.find((one) => one === outcome)
  if (!known || !Array.isArray(lines) || lines.length > mostDecidedLines) return undefined
  const read = lines.flatMap(readLine)
  return read.length === lines.length ? { outcome: known, lines: read } : undefined
}

/** What somebody has decided in one go, `{ outcome, suggestions: [{ id, by, lines }] }`; undefined for anything else. */
export function readDecided(body: unknown): readonly DecidedSuggestion[] | undefined {
  const { outcome, suggestions } = (body ?? {}) as { outcome?: unknown; suggestions?: unknown }
  if (!Array.isArray(suggestions) || suggestions.length === 0 || suggestions.length > mostDecidedAtOnce)
    return undefined
  const read = suggestions.flatMap((value: unknown) => {
    const about = readSuggestionOf(value)
    const { lines } = (value ?? {}) as { lines?: unknown }
    const decision = readDecision({ outcome, lines })
    return about && decision ? [{ ...about, ...decision }] : []
  })
  const ids = new Set(read.map(({ id }) => id))
  return ids.size === suggestions.length ? read : undefined
}

/** Which suggestion something is about, `{ id, by }`. */
export function readSuggestionOf(value: unknown): { id: string; by: string } | undefined {
  const { id, by } = (value ?? {}) as { id?: unknown; by?: unknown }
  return isSuggestionId(id) && isSuggester(by) ? { id, by } : undefined
}

function readLine(value: unknown): SuggestionLine[] {
  const line = (value ?? {}) as Record<string, unknown>
  const { kind, text, block, count, deleted, inserted, formats } = line
  switch (kind) {
    case 'replace':
      return isText(deleted) && isText(inserted) ? [{ kind, deleted, inserted }] : []
    case 'add':
    case 'delete':
    case 'indent':
    case 'outdent':
      return isText(text) ? [{ kind, text }] : []
    case 'format': {
      const names = Array.isArray(formats) ? formats.filter(isName) : []
      return isText(text) && names.length > 0 && names.length <= 20 ? [{ kind, formats: names, text }] : []
    }
    case 'newParagraph':
    case 'join':
      return typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? [{ kind, count }] : []
    case 'insertBlock':
    case 'deleteBlock':
    case 'moveBlock':
    case 'become':
    case 'takeOut':
    case 'layout':
      return isName(block) && isText(text) ? [{ kind, block, text }] : []
    default:
      return []
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= maxText
/** Of a block or a mark, with a minus where it is taken off. */
const isName = (value: unknown): value is string => typeof value === 'string' && /^-?\w{0,40}$/.test(value)
