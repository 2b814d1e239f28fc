import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../prepare/root.mjs'

test('every contract suite has the title by which its tests are counted apart', () => {
  const files = globSync('*/**/*.contract.ts', { cwd: root, exclude: ['node_modules/**'] })
  const untitled = files.filter(
    (file) => !/\bdescribe\((['`])contract: /.test(readFileSync(path.join(root, file), 'utf8')),
  )
  expect(files).toContain(path.join('storage', 'app-store.contract.ts'))
  expect(untitled).toEqual([])
})
