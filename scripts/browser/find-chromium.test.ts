import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findChromium } from './find-chromium.mjs'

let folder: string
let playwright: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pliego-chromium-'))
  playwright = executable('ms-playwright/chrome')
})
afterEach(() => rmSync(folder, { recursive: true }))

function executable(name: string): string {
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, '')
  chmodSync(file, 0o755)
  return file
}

test('CHROMIUM_PATH comes first, then the PATH, then the one of Playwright', () => {
  const own = executable('mine/chrome')
  const installed = executable('bin/google-chrome')
  const PATH = ['/nowhere', path.dirname(installed)].join(path.delimiter)
  expect(findChromium({ PATH, CHROMIUM_PATH: own }, () => playwright)).toBe(own)
  expect(findChromium({ PATH }, () => playwright)).toBe(installed)
  expect(findChromium({ PATH: '/nowhere' }, () => playwright)).toBe(playwright)
  expect(findChromium({ PATH: '/nowhere' }, () => '/nowhere/chrome')).toBeUndefined()
})

test('a CHROMIUM_PATH that names nothing is said, not passed over', () => {
  expect(() => findChromium({ CHROMIUM_PATH: `${folder}/none` }, () => playwright)).toThrow(
    /CHROMIUM_PATH is/,
  )
  expect(() => findChromium({ CHROMIUM_PATH: folder }, () => playwright)).toThrow(/CHROMIUM_PATH is/)
})
