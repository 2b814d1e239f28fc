import { beforeEach, describe, expect, test } from 'vitest'

import { SaveLedger } from '#features/editor/session/save-ledger'

const me = 7
const clocks = (clock?: number) => new Map(clock === undefined ? [] : [[me, clock]])
const mine = (clock: number) => ({ clientId: me, clock })
let ledger: SaveLedger

beforeEach(() => {
  ledger = new SaveLedger()
})

/** An edit whose message goes out at once, as on an open connection. */
function typeAndSend(ownClock: number): void {
  ledger.edited()
  ledger.messageSent('update', mine(ownClock))
}

describe('SaveLedger', () => {
  test('an edit is pending until a message sent after it is acknowledged', () => {
    ledger.connectionOpened()
    ledger.messageSent('step2', mine(0))
    expect(ledger.pending).toBe(false)
    typeAndSend(1)
    typeAndSend(2)
    expect(ledger.acknowledge({ count: 2, ownClocks: clocks(1) })).toBe(true)
    expect(ledger.pending).toBe(true)
    ledger.acknowledge({ count: 3, ownClocks: clocks(2) })
    expect(ledger.pending).toBe(false)
  })

  test('a deletion, or text under other ids, counts without any clock of mine', () => {
    ledger.connectionOpened()
    ledger.messageSent('step2', mine(50))
    typeAndSend(50)
    ledger.acknowledge({ count: 1, ownClocks: clocks() })
    expect(ledger.pending).toBe(true)
    ledger.acknowledge({ count: 2, ownClocks: clocks() })
    expect(ledger.pending).toBe(false)
  })

  test('an update before the sync step 2 saves nothing of an earlier connection', () => {
    ledger.connectionOpened()
    ledger.messageSent('step2', mine(0))
    typeAndSend(1)
    ledger.connectionClosed()
    ledger.connectionOpened()
    typeAndSend(2)
    ledger.acknowledge({ count: 1, ownClocks: clocks(2) })
    expect(ledger.pending).toBe(true)
    ledger.messageSent('step2', mine(2))
    ledger.acknowledge({ count: 2, ownClocks: clocks(2) })
    expect(ledger.pending).toBe(false)
  })

  test('a message that was counted but whose text is not on disk saves nothing', () => {
    ledger.connectionOpened()
    ledger.messageSent('step2', mine(0))
    typeAndSend(5)
    expect(ledger.acknowledge({ count: 2, ownClocks: clocks(4) })).toBe(false)
    expect(ledger.pending).toBe(true)
    ledger.acknowledge({ count: 2, ownClocks: clocks(5) })
    expect(ledger.pending).toBe(false)
  })

  test('acknowledgements of more than was sent, or of no connection, are not believed', () => {
    ledger.edited()
    expect(ledger.acknowledge({ count: 1, ownClocks: clocks() })).toBe(false)
    ledger.connectionOpened()
    ledger.messageSent('step2', mine(1))
    expect(ledger.acknowledge({ count: 2, ownClocks: clocks() })).toBe(false)
    expect(ledger.pending).toBe(true)
  })

  test('an edit made without a connection is saved by the next sync step 2', () => {
    ledger.edited()
    expect(ledger.pending).toBe(true)
    ledger.connectionOpened()
    ledger.messageSent('step2', mine(1))
    expect(ledger.pending).toBe(true)
    ledger.acknowledge({ count: 1, ownClocks: clocks(1) })
    expect(ledger.pending).toBe(false)
  })
})
