import { expect, it } from 'vitest'
import * as Y from 'yjs'

import {
  block,
  body,
  docOf,
  origin,
  rejected,
  schema,
  shown,
  text,
  type Formats,
} from '#collab-server/suggestion-check/people-for-tests'
import { SuggestionMirror } from '#collab-server/suggestion-check/suggestion-mirror'
import { chooseSeed, seededRandom } from '#collab-server/testing/random'
import { damaged } from '#collab-server/testing/random-damage'
import { withoutSuggestions } from '#schema/suggestions/without-suggestions'

const rounds = Number(process.env['SUGGESTION_FUZZ_ROUNDS'] ?? 12)
const stepsInRound = 25

type Random = { readonly below: (limit: number) => number; readonly chance: (share: number) => boolean }

function randomOf(seed: number): Random {
  const next = seededRandom(seed)
  return { below: (limit) => Math.floor(next() * limit), chance: (share) => next() < share }
}

const pick = <T>({ below }: Random, from: readonly T[]): T => from[below(from.length)] as T

type ReadNode = { readonly type: string; readonly content?: readonly ReadNode[] }

function textsIn(doc: Y.Doc): Y.XmlText[] {
  return Array.from(body(doc).createTreeWalker((type) => type instanceof Y.XmlText)) as Y.XmlText[]
}

function blocksIn(doc: Y.Doc): Y.XmlElement[] {
  return Array.from(body(doc).createTreeWalker((type) => type instanceof Y.XmlElement)) as Y.XmlElement[]
}

/** Mostly what a suggesting editor does; of a cheat, anything at all. */
function randomEdit(doc: Y.Doc, random: Random, by: string, honesty: number): void {
  const { below, chance } = random
  const author = chance(honesty) ? by : pick(random, ['ana', 'luz'])
  const line = pick(random, textsIn(doc))
  const at = below(line.length + 1)
  const length = Math.min(1 + below(3), line.length - at)
  const mark: Formats = chance(honesty) ? { insertion: origin(author) } : {}
  const said = (kind: string) => ({ ...origin(author), kind })
  const newBlock = () =>
    block('paragraph', chance(honesty) ? { suggestion: said('insert') } : {}, text(['n', mark]))
  const edits: (() => void)[] = [
    () => line.insert(at, pick(random, ['X', 'yz', '😀']), mark),
    () => line.insert(at, 'b', { ...mark, bold: {} }),
    () =>
      line.format(at, length, {
        [`deletion--${author.padEnd(8, 'A')}`]: chance(0.7) ? origin(author) : null,
      }),
    () => line.format(at, length, { bold: chance(0.5) ? {} : null }),
    () => line.format(at, length, { insertion: chance(0.3) ? null : origin(author) }),
    () => line.delete(at, length),
    () => body(doc).insert(below(body(doc).length + 1), [newBlock()]),
    () => {
      const parent: unknown = pick(random, blocksIn(doc)).parent
      if (parent instanceof Y.XmlFragment && parent.length > 0) parent.delete(below(parent.length), 1)
    },
    () => {
      const parent = pick(random, blocksIn(doc))
      parent.insert(below(parent.length + 1), [chance(0.5) ? newBlock() : text(['t', mark])])
    },
    () => {
      const kind = pick(random, ['delete', 'join', 'insert'])
      pick(random, blocksIn(doc)).setAttribute('suggestion', said(kind) as never)
    },
    () => pick(random, blocksIn(doc)).removeAttribute('suggestion'),
    () => pick(random, blocksIn(doc)).setAttribute('align', 'center'),
  ]
  pick(random, chance(honesty) ? edits.slice(0, 3) : edits)()
}

function firstState(): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 1
  body(doc).insert(0, [
    block('paragraph', {}, text('Hello ', ['bold', { bold: {} }], ' 😀 world')),
    block('paragraph', {}, text('a', ['hers', { insertion: origin('luz') }], 'b')),
    block(
      'blockquote',
      { suggestion: { ...origin('ana'), kind: 'insert' } },
      block('paragraph', {}, text(['q', { insertion: origin('ana') }])),
    ),
    block('bulletList', {}, block('listItem', {}, block('paragraph', {}, text('one')))),
    block('codeBlock', {}, text('code')),
    block('paragraph', {}, text()),
  ])
  return Y.encodeStateAsUpdate(doc)
}

/**
 * What cannot be read is shown as one thing with nothing in it, and not at all once it is empty: whose it was is told by
 * its letters.
 */
function withoutUnknown({ content = [], ...node }: ReadNode): ReadNode {
  return { ...node, content: content.filter(({ type }) => type !== 'unknownBlock').map(withoutUnknown) }
}

/** Everything that is not somebody's own suggestion: as it reads without it, and the identity of each letter. */
function unsuggested(doc: Y.Doc, by: string): unknown {
  const ids: string[] = []
  for (const line of textsIn(doc)) {
    let said: unknown = null
    const first: unknown = Reflect.get(line, '_start')
    for (let item = first as Y.Item | null; item; item = item.right) {
      if (item.deleted) continue
      if (item.content instanceof Y.ContentFormat) {
        if (item.content.key === 'insertion') said = item.content.value
      } else if ((said as { by?: unknown } | null)?.by !== by) {
        const { client, clock } = item.id
        for (let offset = 0; offset < item.length; offset++) ids.push(`${client}:${clock + offset}`)
      }
    }
  }
  const [all, own] = [rejected(doc), withoutSuggestions(shown(doc), { by }).toJSON()] as [ReadNode, ReadNode]
  return { all: withoutUnknown(all), own: withoutUnknown(own), ids }
}

it(
  'whatever is taken leaves all that is not its own suggestion as it was',
  { timeout: 20_000 + rounds * 1_000 },
  () => {
    const seed = chooseSeed()
    let taken = 0
    let refused = 0
    for (let round = 0; round < rounds; round++) {
      const random = randomOf(seed * 100_003 + round)
      const honesty = pick(random, [0.5, 0.9, 1])
      const updates = [firstState()]
      const mirror = new SuggestionMirror(schema, updates[0] as Uint8Array, (error) => {
        throw error
      })
      let previous: Uint8Array = updates[0] as Uint8Array
      for (let step = 0; step < stepsInRound; step++) {
        const editor = docOf(updates)
        editor.clientID = 1_000 + step
        const before = Y.encodeStateVector(editor)
        const byEditor = random.chance(0.2)
        const by = random.chance(0.7) ? 'ana' : 'luz'
        editor.transact(() => randomEdit(editor, random, by, byEditor ? 0.3 : honesty))
        let update = Y.encodeStateAsUpdate(editor, before)
        if (byEditor) {
          const freed = mirror.apply(update, 'editor')
          updates.push(...(freed ? [update, freed] : [update]))
          continue
        }
        if (random.chance(0.15)) update = damaged(update, previous, () => random.below(1 << 30) / (1 << 30))
        previous = update
        const { refusal, mend } = mirror.judge(update, { userId: by, clientIds: [1_000 + step] })
        if (refusal !== null) {
          refused++
          continue
        }
        taken++
        const all = mend ? [update, mend] : [update]
        const [was, is] = [docOf(updates), docOf([...updates, ...all])]
        expect(unsuggested(is, by), `seed ${seed} round ${round} step ${step}`).toEqual(unsuggested(was, by))
        expect(is.share.size, `seed ${seed} round ${round} step ${step}`).toBe(1)
        updates.push(...all)
      }
    }
    // It says nothing where nothing gets through, or everything.
    expect(taken).toBeGreaterThan(rounds)
    expect(refused).toBeGreaterThan(rounds)
  },
)
