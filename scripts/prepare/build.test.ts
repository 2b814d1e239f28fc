import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildIfStale, hashSources } from './build.mjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'pliego-build-'))
  write('app/d/page.tsx', 'one')
  write('next.config.js', 'config')
})
afterEach(() => rmSync(root, { recursive: true }))

function write(file: string, text: string) {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), text)
}

test('the hash follows content, names and settings of the build, not tests or the collab server', () => {
  const before = hashSources(root)
  write('app/d/page.test.tsx', 'a test')
  write('collab-server/main.ts', 'a server')
  expect(hashSources(root)).toBe(before)
  write('app/d/page.tsx', 'two')
  const changed = hashSources(root)
  expect(changed).not.toBe(before)
  write('app/d/page.tsx', 'one')
  expect(hashSources(root)).toBe(before)
  write('app/e/page.tsx', 'one')
  expect(hashSources(root)).not.toBe(before)
})

test('a missing or stale build is made, a fresh one is kept, and a failed one stays stale', async () => {
  const next = (code: string) => write('node_modules/next/dist/bin/next', code)
  const builds = `require('node:fs').writeFileSync('.next/BUILD_ID', 'x')`
  write('.next/cache/.tsbuildinfo', 'stale')
  next(builds)
  expect(await buildIfStale(root, process.execPath)).toBe(true)
  expect(await buildIfStale(root, process.execPath)).toBe(false)
  write('app/d/page.tsx', 'broken')
  next(`console.error('Type error: broken'); process.exit(1)`)
  await expect(buildIfStale(root, process.execPath)).rejects.toThrow('The build failed:\nType error: broken')
  await expect(buildIfStale(root, process.execPath)).rejects.toThrow('Type error: broken')
  next(builds)
  expect(await buildIfStale(root, process.execPath)).toBe(true)
})
