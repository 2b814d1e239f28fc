import { expect, test } from 'vitest'

import { eventually } from '#collab-server/testing/eventually'
import { startTestServer } from '#collab-server/testing/start-test-server'
import { stockClient, synced, type StockClientLine } from '#collab-server/testing/stock-client'

const lines: StockClientLine[] = [1, 2, 3]

test.each(lines)(
  'y-websocket %i.x syncs text, map and awareness in open mode and finds them after a restart',
  async (line) => {
    const server = await startTestServer({ access: { mode: 'open' } })
    const ana = stockClient(server.url, 'notes/día 1', { line })
    const luz = stockClient(server.url, 'notes/día 1', { line: 3 })
    ana.doc.getText('text').insert(0, 'Hola')
    luz.doc.getMap('map').set('colour', 'blue')
    ana.provider.awareness.setLocalStateField('user', { name: 'Ana' })
    await eventually(() => {
      expect(luz.doc.getText('text').toJSON()).toBe('Hola')
      expect(ana.doc.getMap('map').get('colour')).toBe('blue')
      expect(luz.provider.awareness.getStates().get(ana.doc.clientID)).toEqual({ user: { name: 'Ana' } })
    })
    ana.destroy()
    await eventually(() => expect(luz.provider.awareness.getStates().has(ana.doc.clientID)).toBe(false))
    luz.destroy()
    await server.close()

    const again = await startTestServer({ access: { mode: 'open' }, dataDir: server.dataDir })
    const late = stockClient(again.url, 'notes/día 1', { line })
    await synced(late)
    expect(late.doc.getText('text').toJSON()).toBe('Hola')
    expect(late.doc.getMap('map').toJSON()).toEqual({ colour: 'blue' })
  },
)
