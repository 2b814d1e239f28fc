import { describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'

import { ByteRoomState, ByteTools } from '#collab-server/byte-state/byte-room-state'
import { byteRoomStates } from '#collab-server/byte-state/open-byte-room-state'
import { roomStateContract } from '#collab-server/room-state.contract'

describe('a room state on bytes', () => {
  roomStateContract(byteRoomStates())
})

/** A state with what somebody makes. */
function made(edit: (doc: Y.Doc) => void) {
  const doc = new Y.Doc()
  const state = byteRoomStates()(undefined)
  doc.on('update', (update: Uint8Array) => state.apply(update))
  edit(doc)
  return { doc, state }
}

const textOf = (update: Uint8Array): string => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  return doc.getText('text').toJSON()
}

it('looks again at what waits only where an update touches it', () => {
  const tools = new ByteTools()
  const state = new ByteRoomState(tools)
  const looks = vi.spyOn(tools.scan, 'addAllWaiting')
  const early = new Y.Doc()
  const updates: Uint8Array[] = []
  early.on('update', (update: Uint8Array) => updates.push(update))
  for (const letter of 'abcdefgh') early.getArray('list').push([letter])
  const [first, ...waiting] = updates as [Uint8Array, ...Uint8Array[]]
  for (const update of waiting) state.apply(update)
  const before = looks.mock.calls.length
  const other = new Y.Doc()
  other.on('update', (update: Uint8Array) => state.apply(update))
  other.getText('text').insert(0, 'beside')
  other.getArray('types').push([new Y.Map(), new Y.Array()])
  expect(looks.mock.calls.length).toBe(before)
  expect(state.pendingBytes).toBeGreaterThan(0)
  state.apply(first)
  expect(looks.mock.calls.length).toBe(before + 1)
  expect(state.pendingBytes).toBe(0)
})

describe('folding', () => {
  it('drops deleted text, and is as small as what Yjs makes of it', () => {
    const { doc, state } = made((typed) => {
      const text = typed.getText('text')
      for (let index = 0; index < 200; index++) text.insert(text.length, index % 2 ? 'keep ' : 'secret ')
      for (let at = text.toJSON().indexOf('secret '); at >= 0; at = text.toJSON().indexOf('secret '))
        text.delete(at, 7)
    })
    const folded = state.fold()
    expect(Buffer.from(folded ?? []).includes('secret')).toBe(false)
    expect(textOf(folded ?? new Uint8Array())).toBe(doc.getText('text').toJSON())
    expect(folded?.byteLength).toBeLessThanOrEqual(Y.encodeStateAsUpdate(doc).byteLength)
    expect(state.encodeStateAsUpdate(Uint8Array.of(0))).toBe(folded)
  })

  it('drops deleted attributes, and what is in a deleted type', () => {
    const { state } = made((doc) => {
      const element = new Y.XmlElement('p')
      doc.getXmlFragment('default').insert(0, [element])
      element.insert(0, [new Y.XmlText('secret')])
      element.setAttribute('src', 'secret')
      element.setAttribute('src', 'public')
      doc.getXmlFragment('default').insert(1, [new Y.XmlElement('h1')])
      doc.getXmlFragment('default').delete(0, 1)
    })
    expect(Buffer.from(state.fold() ?? []).includes('secret')).toBe(false)
  })

  it('leaves half of a surrogate pair as Yjs does', () => {
    const { doc, state } = made((typed) => {
      typed.getText('text').insert(0, 'a😀b😀c')
      typed.getText('text').delete(2, 3)
    })
    expect(textOf(state.fold() ?? new Uint8Array())).toBe(doc.getText('text').toJSON())
  })

  it('waits for what waits itself', () => {
    const { doc, state } = made((typed) => typed.getText('text').insert(0, 'a'))
    const late = new Y.Doc()
    Y.applyUpdate(late, Y.encodeStateAsUpdate(doc))
    late.getText('text').insert(1, 'b')
    const before = Y.encodeStateVector(late)
    late.getText('text').insert(2, 'c')
    state.apply(Y.encodeStateAsUpdate(late, before))
    expect(state.fold()).toBeUndefined()
    state.apply(Y.encodeStateAsUpdate(late))
    expect(textOf(state.fold() ?? new Uint8Array())).toBe('abc')
  })
})
