import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
const page = readFileSync(path.join(root, 'docs/security.md'), 'utf8')
const rows = page.split('\n').filter((line) => /^\| (?!what|-)/.test(line))
const testFile = /`([\w./[\]-]+\.(?:test\.tsx?|spec\.ts|contract\.ts))`/g

it('every threat has a test behind it', () => {
  expect(rows.length).toBeGreaterThan(30)
  expect(rows.filter((row) => row.match(testFile) === null)).toEqual([])
})

it('every test it names is there', () => {
  const named = [...page.matchAll(testFile)].map(([, file = '']) => file)
  expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([])
})
