import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { readAuthSecret, readCollabSecret } from '#config/kept-secrets'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pliego-secret-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the first to come makes a secret that only its owner may read, and the others read it', () => {
  const dataDir = path.join(folder, 'new', 'data')
  const secret = readCollabSecret({ collabSecret: undefined, dataDir })
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(readCollabSecret({ collabSecret: undefined, dataDir })).toBe(secret)
  expect(readdirSync(dataDir)).toEqual(['collab-secret'])
  expect(statSync(path.join(dataDir, 'collab-secret')).mode & 0o777).toBe(0o600)
})

test('a secret that was set is used as it is, and none is made', () => {
  expect(readCollabSecret({ collabSecret: 'x'.repeat(32), dataDir: folder })).toBe('x'.repeat(32))
  expect(readdirSync(folder)).toEqual([])
})

test.each(['', '\n', 'half of a secret'])('a file that holds %j is refused, not signed with', (text) => {
  writeFileSync(path.join(folder, 'collab-secret'), text)
  expect(() => readCollabSecret({ collabSecret: undefined, dataDir: folder })).toThrow(
    /collab-secret must have at least 32 characters/,
  )
})

test('the secret for cookies is another one than the servers share', () => {
  const unset = { authSecret: undefined, collabSecret: undefined, dataDir: folder }
  const [cookies, servers] = [readAuthSecret(unset), readCollabSecret(unset)]
  expect(cookies).not.toBe(servers)
  expect(readAuthSecret(unset)).toBe(cookies)
  expect(readAuthSecret({ ...unset, authSecret: 'y'.repeat(32) })).toBe('y'.repeat(32))
})
