/** Whose a suggestion is, which one, and when it was made; what is typed in one go shares an id. */
export type SuggestionOrigin = {
  /** As the collab server knows the person (the token's `userId`). */
  readonly by: string
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

export const blockSuggestionKinds = ['insert', 'delete', 'join', 'change'] as const

export type BlockSuggestionKind = (typeof blockSuggestionKinds)[number]

/** What a block would become. */
export type SuggestedBlock = {
  readonly type: string
  readonly attrs: Readonly<Record<string, unknown>>
  /** The list, quote or callout that it would be put into. */
  readonly wrap?: string
  /** Whether it would be taken out of the list, quote or callout that it stands in. */
  readonly lift?: true
}

/** The attribute `suggestion` of a block. */
export type BlockSuggestion = SuggestionOrigin & {
  readonly kind: BlockSuggestionKind
  /** For `change`. */
  readonly to?: SuggestedBlock
  /** Of the block's other half where it is moved: inserted here and deleted there. */
  readonly pair?: string
}

const maxUserIdLength = 200
const idPattern = /^[\w-]{1,64}$/
const namePattern = /^\w{1,40}$/

export function isSuggester(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxUserIdLength
}

export function isSuggestionId(value: unknown): value is string {
  return typeof value === 'string' && idPattern.test(value)
}

export function isSuggestionTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

/** The name of a node or mark, of this schema or not. */
export function isSchemaName(value: unknown): value is string {
  return typeof value === 'string' && namePattern.test(value)
}

/** Attributes of a node or mark, to be checked against it where they are used. */
export function isAttributes(value: unknown): value is Record<string, unknown> {
  return isPlainObject(value) && isSmall(value, 4)
}

/** The attribute `suggestion` where it says anything that holds. */
export function isBlockSuggestion(value: unknown): value is BlockSuggestion {
  if (!isPlainObject(value)) return false
  const { by, id, at, kind, to, pair, ...others } = value
  if (!isSuggester(by) || !isSuggestionId(id) || !isSuggestionTime(at)) return false
  if (!(blockSuggestionKinds as readonly unknown[]).includes(kind)) return false
  if (pair !== undefined && !isSuggestionId(pair)) return false
  if (kind === 'change' ? !isSuggestedBlock(to) : to !== undefined) return false
  return Object.keys(others).length === 0
}

function isSuggestedBlock(value: unknown): value is SuggestedBlock {
  if (!isPlainObject(value)) return false
  const { type, attrs, wrap, lift, ...others } = value
  if (!isSchemaName(type) || !isAttributes(attrs)) return false
  if (wrap !== undefined && !isSchemaName(wrap)) return false
  return (lift === undefined || lift === true) && Object.keys(others).length === 0
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isSmall(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return true
  if (typeof value === 'string') return value.length <= 5_000
  if (depth === 0 || typeof value !== 'object') return false
  const values: unknown[] = Array.isArray(value) ? value : Object.values(value)
  return values.length <= 100 && values.every((inner) => isSmall(inner, depth - 1))
}
