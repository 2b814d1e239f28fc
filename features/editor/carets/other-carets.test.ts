// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { relativeSelection } from '#features/editor/binding/selections'
import { otherCarets } from '#features/editor/carets/other-carets'

const other = 77
const room = testEditors(1, (body) => {
  const strange = new Y.XmlElement('strangeBlock')
  strange.insert(0, [textBlock('paragraph', 'inside what is not shown')])
  body.insert(0, [textBlock('paragraph', 'Hello'), new Y.XmlElement('bulletList'), strange])
})
const [person] = room.people
if (!person) throw new Error('there is nobody')
const { binding, doc, editor } = person
const awareness = new Awareness(doc)
const known = [...doc.store.clients.keys()][0] ?? 0

function caretsWith(place: unknown, name = 'Ana'): ReturnType<typeof otherCarets> {
  awareness.states.set(other, {
    user: { name, color: '#112233' },
    cursor: { anchor: place, head: place },
  })
  return otherCarets(awareness, binding)
}

afterEach(() => awareness.states.delete(other))

describe('the caret somebody claims to have', () => {
  it('is shown where it is', () => {
    person.caretIn('Hello', 2)
    const { anchor } = relativeSelection(editor.state.selection, binding.body, binding.cache)
    const head = editor.state.selection.head
    expect(caretsWith(Y.relativePositionToJSON(anchor)).get(other)).toMatchObject({ name: 'Ana', head })
  })

  it('bears a name in which nothing is hidden or turned around', () => {
    person.caretIn('Hello', 2)
    const { anchor } = relativeSelection(editor.state.selection, binding.body, binding.cache)
    const place = Y.relativePositionToJSON(anchor)
    const name = (given: string): string | undefined => caretsWith(place, given).get(other)?.name
    expect(name('\u202egnp.exe')).toBe('gnp.exe')
    expect(name('A\u200bn\u0000\u2066a\u2069\n')).toBe('Ana')
    expect(name('👩\u200d🔬')).toBe('👩\u200d🔬')
  })

  it.each([
    ['a negative clock', { item: { client: known, clock: -1 } }],
    ['a negative clock of somebody unknown', { item: { client: 5, clock: -1 } }],
    ['a negative clock of a type', { type: { client: known, clock: -7 } }],
    ['a negative client', { item: { client: -1, clock: 0 } }],
    ['a clock far ahead', { item: { client: known, clock: 2 ** 50 } }],
    ['a field that is no body', { tname: 'meta' }],
    ['a field that nobody has', { tname: 'nothing' }],
    ['an assoc of a wrong kind', { tname: 'default', assoc: { a: 1 } }],
  ])('does no harm with %s', (_what, place) => {
    expect(() => caretsWith(place)).not.toThrow()
    expect(doc.share.has('nothing')).toBe(false)
  })

  it('does no harm wherever in the shared document it points', () => {
    for (const [client, structs] of doc.store.clients) {
      for (let clock = 0; clock < Y.getState(doc.store, client); clock++) {
        for (const assoc of [-1, 0]) {
          expect(() => caretsWith({ item: { client, clock }, assoc })).not.toThrow()
          expect(() => caretsWith({ type: { client, clock }, assoc })).not.toThrow()
        }
      }
      expect(structs.length).toBeGreaterThan(0)
    }
  })
})
