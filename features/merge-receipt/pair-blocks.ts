import type { StandingBlock } from '#features/merge-receipt/standing-text'

/** Which block of a later state is which of an earlier one, also where it was written anew. */
export type BlockPairs = {
  /** By the later key: the block that it was. */
  readonly sameOf: ReadonlyMap<string, StandingBlock>
  /** By the later key: the block whose second half it is. */
  readonly splitFrom: ReadonlyMap<string, StandingBlock>
  /** By the key of the first half. */
  readonly halvesOf: ReadonlyMap<string, readonly StandingBlock[]>
  /** By the later key: blocks of before that ended up in it. */
  readonly joinedInto: ReadonlyMap<string, readonly StandingBlock[]>
  /** Keys of before that are somewhere still. */
  readonly keptKeys: ReadonlySet<string>
}

/** Fewer letters are in any two texts alike. */
const leastAlike = 3

/**
 * Whoever moves a block, makes a heading of it, presses Enter within it or joins it with another writes its words anew, as
 * other letters: what went is then found in what came.
 */
export function pairBlocks(before: readonly StandingBlock[], after: readonly StandingBlock[]): BlockPairs {
  const old = new Map(before.map((block) => [block.key, block]))
  const now = new Map(after.map((block) => [block.key, block]))
  const sameOf = new Map<string, StandingBlock>()
  for (const { key } of after) {
    const was = old.get(key)
    if (was) sameOf.set(key, was)
  }
  const gone = new Set(before.filter(({ key }) => !now.has(key)))
  const come = new Set(after.filter(({ key }) => !old.has(key)))

  const pair = (was: StandingBlock, block: StandingBlock) => {
    sameOf.set(block.key, was)
    gone.delete(was)
    come.delete(block)
  }
  pairWhole(gone, come, pair)

  const splitFrom = new Map<string, StandingBlock>()
  const halvesOf = new Map<string, StandingBlock[]>()
  for (const block of come) {
    const first = firstHalfOf(block, after, old)
    if (!first) continue
    splitFrom.set(block.key, first)
    halvesOf.set(first.key, [...(halvesOf.get(first.key) ?? []), block])
    come.delete(block)
  }
  const joinedInto = new Map<string, StandingBlock[]>()
  for (const was of gone) {
    const into = joinOf(was, after, old)
    if (!into) continue
    joinedInto.set(into.key, [...(joinedInto.get(into.key) ?? []), was])
    gone.delete(was)
  }
  // Last, since a half is more like the whole than a whole rewritten.
  for (const was of gone) {
    const block = [...come].find((one) => areAlike(was.text, one.text))
    if (block) pair(was, block)
  }
  const goneKeys = new Set([...gone].map(({ key }) => key))
  const keptKeys = new Set(before.map(({ key }) => key).filter((key) => !goneKeys.has(key)))
  return { sameOf, splitFrom, halvesOf, joinedInto, keptKeys }
}

/** By all that they say, in order, so that lines that say the same are told apart. */
function pairWhole(
  gone: ReadonlySet<StandingBlock>,
  come: ReadonlySet<StandingBlock>,
  pair: (was: StandingBlock, block: StandingBlock) => void,
): void {
  const waiting = new Map<string, StandingBlock[]>()
  for (const block of come) {
    const saying = sayingOf(block)
    waiting.set(saying, [...(waiting.get(saying) ?? []), block])
  }
  for (const was of gone) {
    const block = waiting.get(sayingOf(was))?.shift()
    if (block) pair(was, block)
  }
}

const sayingOf = ({ text, names, attributes }: StandingBlock) =>
  text === '' ? `${names.at(-1)} ${attributes}` : `"${text}`

/** The block before it that lost the words it begins with. */
function firstHalfOf(
  block: StandingBlock,
  after: readonly StandingBlock[],
  old: ReadonlyMap<string, StandingBlock>,
): StandingBlock | null {
  if (block.text === '') return null
  for (let at = after.indexOf(block) - 1; at >= 0; at -= 1) {
    const first = after[at]
    const was = first && old.get(first.key)
    if (!first || !was) continue
    const tail = was.text.startsWith(first.text) ? was.text.slice(first.text.length) : cutTail(was, first)
    return isPartOf(tail, block.text) ? first : null
  }
  return null
}

/** Whether one of two texts is in the other, and not by chance. */
function isPartOf(one: string, other: string): boolean {
  if (one === other) return one !== ''
  return Math.min(one.length, other.length) >= leastAlike && (one.includes(other) || other.includes(one))
}

/** What a block has lost at its end, though other words came into it. */
function cutTail(was: StandingBlock, now: StandingBlock): string {
  let kept = was.text.length
  const last = now.runs.findLast(({ id }) => was.runs.some((run) => holds(run, id)))
  if (!last) return was.text
  let at = 0
  const lastId = { client: last.id.client, clock: last.id.clock + last.text.length - 1 }
  for (const run of was.runs) {
    if (holds(run, lastId)) kept = at + lastId.clock - run.id.clock + 1
    at += run.text.length
  }
  return was.text.slice(kept)
}

type Run = StandingBlock['runs'][number]
const holds = ({ id, text }: Run, { client, clock }: Run['id']): boolean =>
  id.client === client && clock >= id.clock && clock < id.clock + text.length

/** The block that has the words of one that went, and had not before. */
function joinOf(
  was: StandingBlock,
  after: readonly StandingBlock[],
  old: ReadonlyMap<string, StandingBlock>,
): StandingBlock | null {
  if (was.text.trim().length < leastAlike) return null
  const found = after.find((block) => {
    const before = old.get(block.key)
    return before !== undefined && block.text.includes(was.text) && !before.text.includes(was.text)
  })
  return found ?? null
}

/** Whether most of the longer one is also in the other, at its beginning and its end. */
function areAlike(one: string, other: string): boolean {
  const most = Math.min(one.length, other.length)
  let start = 0
  while (start < most && one[start] === other[start]) start += 1
  let end = 0
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end += 1
  return start + end >= Math.max(leastAlike, Math.max(one.length, other.length) / 2)
}
