import { describe, expect, test } from 'vitest'

import { saveStatus, type SaveFacts, type SaveStatus } from '#features/editor/session/save-state'

const calm: SaveFacts = {
  canWrite: true,
  connected: true,
  stopped: false,
  pending: false,
  silent: false,
  keptHere: 'yes',
}
const offline = { connected: false }

const table: [name: string, facts: Partial<SaveFacts>, expected: SaveStatus][] = [
  ['connected and everything acknowledged', {}, 'saved'],
  ['connected, nothing pending, local copy failing', { keptHere: 'no' }, 'saved'],
  ['connected and pending', { pending: true }, 'saving'],
  ['connected and pending without a local copy', { pending: true, keptHere: 'no' }, 'saving'],
  ['not connected, nothing pending', offline, 'reconnecting'],
  ['not connected, nothing pending, no local copy', { ...offline, keptHere: 'no' }, 'reconnecting'],
  ['not connected, pending and kept', { ...offline, pending: true }, 'offlineSavedHere'],
  [
    'not connected, pending, write under way',
    { ...offline, pending: true, keptHere: 'soon' },
    'offlineSavedHere',
  ],
  ['not connected, pending, not kept', { ...offline, pending: true, keptHere: 'no' }, 'notSaved'],
  ['silent server, pending and kept', { pending: true, silent: true }, 'offlineSavedHere'],
  ['silent server, pending, not kept', { pending: true, silent: true, keptHere: 'no' }, 'notSaved'],
  ['stopped with nothing pending', { ...offline, stopped: true }, 'saved'],
  ['stopped with text kept here', { ...offline, stopped: true, pending: true }, 'offlineSavedHere'],
  [
    'stopped with text kept nowhere',
    { ...offline, stopped: true, pending: true, keptHere: 'no' },
    'notSaved',
  ],
  ['a reader, connected', { canWrite: false }, 'viewOnly'],
  ['a reader, not connected', { ...offline, canWrite: false }, 'reconnecting'],
  [
    'demoted while text was pending',
    { canWrite: false, pending: true, silent: true, keptHere: 'no' },
    'notSaved',
  ],
]

describe('saveStatus', () => {
  test.each(table)('%s', (_name, facts, expected) => {
    expect(saveStatus({ ...calm, ...facts })).toBe(expected)
  })

  test('never says saved while text is pending, whatever else is true', () => {
    const flags = [true, false]
    for (const canWrite of flags)
      for (const connected of flags)
        for (const stopped of flags)
          for (const silent of flags)
            for (const keptHere of ['yes', 'soon', 'no'] as const)
              expect(saveStatus({ canWrite, connected, stopped, silent, keptHere, pending: true })).toMatch(
                /^(saving|offlineSavedHere|notSaved)$/,
              )
  })
})
