import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'

import {
  changeCollabSecret,
  collabSecretChangedAt,
  openCollabSecret,
  readAuthSecret,
  readCollabSecret,
} from '#config/kept-secrets'
import { secretLeadMs } from '#config/shared-secret'

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

const longestMs = 600_000
const minuteMs = 60_000
const linesOf = (dataDir: string) =>
  readFileSync(path.join(dataDir, 'collab-secret'), 'utf8').trim().split('\n')

test('another secret signs a moment after it was made, and the one before is kept for what it signed', () => {
  const config = { collabSecret: undefined, dataDir: folder }
  const first = readCollabSecret(config)
  expect(collabSecretChangedAt(config)).toBeNull()
  const long = Date.now() - 2 * longestMs
  expect(changeCollabSecret(config, longestMs, long)).toBe('changed')
  const second = readCollabSecret(config)
  expect(second).not.toBe(first)
  expect(collabSecretChangedAt(config)).toBe(long + secretLeadMs)
  expect(linesOf(folder)).toHaveLength(2)
  expect(statSync(path.join(folder, 'collab-secret')).mode & 0o777).toBe(0o600)

  // A moment ago: the one before signs until its moment has come.
  expect(changeCollabSecret(config, longestMs)).toBe('changed')
  expect(readCollabSecret(config)).toBe(second)
  expect(linesOf(folder)).toEqual([expect.stringContaining(second), expect.not.stringContaining(second)])
  expect(readdirSync(folder)).toEqual(['collab-secret'])
})

test('it is not changed again and again, nor where it stands in the environment', () => {
  const config = { collabSecret: undefined, dataDir: folder }
  const now = Date.now()
  expect(changeCollabSecret(config, longestMs, now)).toBe('changed')
  expect(changeCollabSecret(config, longestMs, now + minuteMs - 1)).toBe('changedJustNow')
  expect(changeCollabSecret(config, longestMs, now + minuteMs)).toBe('changed')
  expect(changeCollabSecret({ ...config, collabSecret: 'x'.repeat(32) }, longestMs)).toBe('inEnvironment')
})

test('a process that runs sees another secret, and goes on with what it knows where the file is gone', () => {
  const config = { collabSecret: undefined, dataDir: folder }
  const problems: unknown[] = []
  const secret = openCollabSecret(config, (problem) => problems.push(problem))
  expect(secret.accepted(longestMs)).toEqual([readCollabSecret(config)])
  vi.useFakeTimers({ now: Date.now() + 2 * minuteMs })
  onTestFinished(() => void vi.useRealTimers())
  expect(changeCollabSecret(config, longestMs)).toBe('changed')
  expect(secret.accepted(longestMs)).toHaveLength(2)
  rmSync(path.join(folder, 'collab-secret'))
  vi.setSystemTime(Date.now() + minuteMs)
  expect(secret.accepted(longestMs)).toHaveLength(2)
  expect(problems).toHaveLength(1)
})
