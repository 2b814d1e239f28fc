import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isInstalled, markInstalled } from './installed.mjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'pliego-installed-'))
  mkdirSync(path.join(root, 'node_modules'))
})
afterEach(() => rmSync(root, { recursive: true }))

const locked = {
  '': {},
  'node_modules/a': { version: '1.0.0' },
  'node_modules/a-win': { version: '1.0.0', optional: true },
}

function write(file: string, packages: object) {
  writeFileSync(path.join(root, file), JSON.stringify({ packages }))
}

test('without any record of an install, dependencies are missing', () => {
  write('package-lock.json', locked)
  expect(isInstalled(root)).toBe(false)
})

test('an install marked for this lockfile counts until the lockfile changes', () => {
  write('package-lock.json', locked)
  markInstalled(root)
  expect(isInstalled(root)).toBe(true)
  write('package-lock.json', { ...locked, 'node_modules/b': { version: '2.0.0' } })
  expect(isInstalled(root)).toBe(false)
})

test.for([
  ['what is locked, optional packages of other systems left out', { a: '1.0.0' }, true],
  ['another version', { a: '1.0.1' }, false],
  ['a package less', {}, false],
  ['a package more', { a: '1.0.0', b: '1.0.0' }, false],
] as const)('an install made by hand with %s', ([, packages, expected]) => {
  write('package-lock.json', locked)
  const record = Object.entries(packages).map(([name, version]) => [`node_modules/${name}`, { version }])
  write('node_modules/.package-lock.json', Object.fromEntries(record))
  expect(isInstalled(root)).toBe(expected)
})
