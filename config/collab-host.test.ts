import { expect, test } from 'vitest'

import { collabHost } from '#config/collab-host'
import { loadConfig } from '#config/load-config'

test.for([
  [{}, '0.0.0.0'],
  [{ HOST: '192.168.1.5' }, '192.168.1.5'],
  [{ COLLAB_ACCESS: 'open' }, '127.0.0.1'],
  [{ COLLAB_ACCESS: 'open', HOST: '192.168.1.5' }, '127.0.0.1'],
  [{ COLLAB_ACCESS: 'open', COLLAB_HOST: '0.0.0.0' }, '0.0.0.0'],
] as const)('%o listens on %s', ([environment, expected]) => {
  expect(collabHost(loadConfig(environment))).toBe(expected)
})
