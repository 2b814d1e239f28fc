import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

import { pssIn, treePssBytes } from './process-memory.ts'

/** A program that holds 60 MB until its input ends. */
const hold = (then: string) =>
  `const held = Buffer.alloc(60 << 20, 1); ${then}; process.stdin.on('end', () => process.exit(held[0] - 1)).resume()`

test('the proportional set size is read in bytes, and is not one of its parts', () => {
  expect(pssIn('Rss:    300 kB\nPss:    200 kB\nPss_Anon:    50 kB\n')).toBe(200 * 1024)
  expect(pssIn('')).toBe(0)
})

test.skipIf(process.platform !== 'linux')('children count', async () => {
  const child = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(hold('console.log(1)'))}], { stdio: ['pipe', 'inherit', 'inherit'] })`
  const parent = spawn(process.execPath, ['-e', hold(child)])
  await once(parent.stdout, 'data')
  const bytes = parent.pid === undefined ? 0 : treePssBytes(parent.pid)
  parent.stdin.end()
  await once(parent, 'exit')
  expect(bytes).toBeGreaterThan(120 << 20)
})
