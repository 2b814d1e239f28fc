/** One of the colours by which people know each other in a document. */
type PersonColor = {
  /** Stable key: of the stored profile and of its name in the messages (`guests.colors.<key>`). */
  readonly key: string
  /** Caret, flag and avatar ground, `#rrggbb`; stands out (3:1) on both themes' sheets. */
  readonly color: string
  /** Text on it, AA. */
  readonly ink: string
}

const white = '#ffffff'
const black = '#14110e'

/**
 * Found by search: every two differ for normal sight and for the three common forms of colour
 * blindness (`people-colors.test.ts` holds the distances), so hue alone never tells two people apart.
 * Neighbours in the list differ most, since that is how they are given out.
 */
export const peopleColors = [
  { key: 'blue', color: '#1977bf', ink: white },
  { key: 'coral', color: '#e36f7c', ink: black },
  { key: 'olive', color: '#5d7b3d', ink: white },
  { key: 'orchid', color: '#c963fa', ink: black },
  { key: 'rust', color: '#c34d01', ink: white },
  { key: 'teal', color: '#2ea396', ink: black },
  { key: 'magenta', color: '#bb40a6', ink: white },
  { key: 'green', color: '#6ba327', ink: black },
  { key: 'violet', color: '#8158e8', ink: white },
  { key: 'raspberry', color: '#e40164', ink: white },
  { key: 'lavender', color: '#a084c3', ink: black },
  { key: 'cocoa', color: '#8d6977', ink: white },
] as const satisfies readonly PersonColor[]

/** The text colour for a flag or avatar; of an unknown colour, which somebody else's client sent, white. */
export function inkOn(color: string): string {
  return peopleColors.find((candidate) => candidate.color === color)?.ink ?? white
}

/** Whether it is one of ours: the only colours that may reach a style attribute. */
export function isPersonColor(color: unknown): color is string {
  return peopleColors.some((candidate) => candidate.color === color)
}

/**
 * The wished colour, or when others here have it the first free one after it; with more people than
 * colours the wish stands.
 */
export function freeColor(wished: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wished)) return wished
  const start = peopleColors.findIndex(({ color }) => color === wished)
  const inTurn = [...peopleColors.slice(start + 1), ...peopleColors.slice(0, Math.max(start, 0))]
  return inTurn.find(({ color }) => !taken.has(color))?.color ?? wished
}
