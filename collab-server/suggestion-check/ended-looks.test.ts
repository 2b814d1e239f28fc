import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import {
  body,
  block,
  docOf,
  origin,
  People,
  text,
  textAt,
} from '#collab-server/suggestion-check/people-for-tests'

// What an editor writes right behind letters of which a suggester says something at that moment: neither has seen the
// other's, and Yjs puts the letters before the end of what is said, or behind it, by the ids of the two.

const own = { insertion: origin('ana') }
const world = () =>
  new People((doc) => {
    body(doc).insert(0, [block('paragraph', {}, text('one two', ['mine', own], ' end'))])
  })

const looks: readonly (readonly [what: string, at: number, say: (doc: Y.Doc) => void])[] = [
  ['bold letters of their own', 11, (doc) => textAt(doc, 0).format(7, 4, { bold: {} })],
  ['a link of their own', 11, (doc) => textAt(doc, 0).format(7, 4, { link: { href: 'https://x.org' } })],
  [
    'letters that are struck',
    3,
    (doc) => textAt(doc, 0).format(0, 3, { 'deletion--AAAAAAAA': origin('ana') }),
  ],
]

const lineOf = (updates: readonly (Uint8Array | null)[]) =>
  textAt(docOf(updates.flatMap((update) => update ?? [])), 0).toDelta() as {
    insert: string
    attributes?: object
  }[]

describe.each(looks)('what an editor writes behind %s', (_what, at, say) => {
  it.each([
    [2, 'below'],
    [2 ** 40, 'above'],
  ])('has nothing of it, whoever is heard first (id %i, %s that of the editor)', (clientId) => {
    const people = world()
    const said = people.edit(say, clientId).update
    const written = people.edit(
      (doc) => textAt(doc, 0).insert(at, 'XY', { insertion: null as never }),
      600,
    ).update
    const later = new People(() => undefined)
    later.mirror.apply(people.state)

    people.mirror.apply(written, 'luz')
    const { refusal, mend } = people.judge(said, 'ana')
    expect(refusal).toBeNull()
    const first = lineOf([people.state, written, said, mend])

    expect(later.check(said, 'ana')).toBeNull()
    const second = lineOf([people.state, said, written, later.mirror.apply(written, 'luz')])
    for (const line of [first, second]) {
      const found = line.find(({ insert }) => insert.startsWith('XY'))
      expect([found?.insert.slice(0, 2), found?.attributes]).toEqual(['XY', undefined])
    }
  })
})
