import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { checkPorts } from './ports.mjs'

test('a taken port is named with the setting that changes it, and a free one passes', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const { port } = address
  const needs = [
    { what: 'the app', setting: 'PORT', host: '127.0.0.1', port },
    { what: 'the collab server', setting: 'COLLAB_PORT', host: '0.0.0.0', port },
  ]
  await expect(checkPorts(needs)).rejects.toMatchObject({
    exitCode: 75,
    message: [
      `Port ${port} for the app is taken; choose another with PORT, for example: PORT=${port + 10} npm start`,
      `Port ${port} for the collab server is taken; choose another with COLLAB_PORT, for example: COLLAB_PORT=${port + 10} npm start`,
    ].join('\n'),
  })
  other.close()
  await once(other, 'close')
  await expect(checkPorts(needs)).resolves.toBeUndefined()
})

test('an address that is not of this machine is named', async () => {
  const need = { what: 'the app', setting: 'PORT', host: '203.0.113.9', port: 3000 }
  await expect(checkPorts([need])).rejects.toThrow(/^the app cannot listen on 203\.0\.113\.9:3000: /)
})
