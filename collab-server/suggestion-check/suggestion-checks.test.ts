import * as encoding from 'lib0/encoding'
import { expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'

import {
  block,
  body,
  clientIdsIn,
  origin,
  People,
  text,
  textAt,
} from '#collab-server/suggestion-check/people-for-tests'
import type { Sender } from '#collab-server/suggestion-check/penances'
import { SuggestionChecks } from '#collab-server/suggestion-check/suggestion-checks'
import { SuggestionGate } from '#collab-server/suggestion-check/suggestion-gate'

const letters = 60_000

/**
 * So many letters, all at the beginning and each before another letter of the first line: to
 * find the place of one, Yjs goes past all the others.
 */
function slowUpdate({ client, clock }: Y.ID): Uint8Array {
  const encoder = encoding.createEncoder()
  const write = (...values: number[]): void =>
    values.forEach((value) => encoding.writeVarUint(encoder, value))
  // One client, from its first struct on: texts (4) that know only what stands to their right (64).
  write(1, letters, 1_000, 0)
  for (let index = 0; index < letters; index++) {
    encoding.writeUint8(encoder, 4 | 64)
    write(client, clock + index)
    encoding.writeVarString(encoder, 'x')
  }
  write(0)
  return encoding.toUint8Array(encoder)
}

const nothing = (): void => undefined

it('who sends what takes long is sent away until later, and whoever waits behind it is answered', async () => {
  const checks = new SuggestionChecks(10_000, nothing, 1_500)
  onTestFinished(() => checks.close())
  const people = new People((doc) => body(doc).insert(0, [block('paragraph', {}, text('a'.repeat(letters)))]))
  const { doc, update } = people.edit((made) => textAt(made, 0).insert(3, 'X', { insertion: origin('eva') }))
  const first: unknown = Reflect.get(textAt(doc, 0), '_start')
  const gates = [0, 1].map(() => new SuggestionGate<Sender>(checks, () => people.state, nothing, nothing))
  const submit = (gate: number, userId: string, sent: Uint8Array): Promise<unknown> =>
    new Promise((resolve) => {
      const taken = (): void => resolve('taken')
      gates[gate]?.submit({
        member: { userId, address: userId },
        update: sent,
        isFree: false,
        ownIds: () => clientIdsIn(sent),
        heardUpTo: 0,
        take: taken,
        refuse: resolve,
      })
    })
  const slow = submit(0, 'ana', slowUpdate((first as Y.Item).id))
  // Of the same room, and of another.
  const others = [submit(0, 'eva', update), submit(1, 'eva', update)]
  expect(await slow).toMatchObject({ closeName: 'tryAgainLater' })
  expect(await Promise.all(others)).toEqual(['taken', 'taken'])
  // In no room for now.
  expect(await submit(1, 'ana', update)).toMatchObject({ closeName: 'tryAgainLater' })
}, 60_000)
