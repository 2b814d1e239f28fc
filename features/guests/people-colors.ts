/** One of the colours by which people know each other in a document. */
type PersonColor = {
  /** Stable key: of the stored profile and of its name in the messages (`guests.colors.<key>`). */
  readonly key: string
  /** Caret, flag and avatar ground, `#rrggbb`; stands out (3:1) on both themes' sheets. */
  readonly color: string
}

/**
 * Found by search: every two differ for normal sight and for the three common forms of colour
 * blindness (`people-colors.test.ts` holds the distances), so hue alone never tells two people apart.
 * Neighbours in the list differ most, since that is how they are given out.
 */
export const peopleColors = [
  { key: 'blue', color: '#1977bf' },
  { key: 'coral', color: '#e36f7c' },
  { key: 'olive', color: '#5d7b3d' },
  { key: 'orchid', color: '#c963fa' },
  { key: 'rust', color: '#c34d01' },
  { key: 'teal', color: '#2ea396' },
  { key: 'magenta', color: '#bb40a6' },
  { key: 'green', color: '#6ba327' },
  { key: 'violet', color: '#8158e8' },
  { key: 'raspberry', color: '#e40164' },
  { key: 'lavender', color: '#a084c3' },
  { key: 'cocoa', color: '#8d6977' },
] as const satisfies readonly PersonColor[]

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
