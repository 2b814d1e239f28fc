import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'

import { diskFiles, makeFolder } from '#storage/journal/journal-files'

function temporaryRoot(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'pliego-journal-files-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  return root
}

it('syncs of each folder that it makes the one that holds its name, and of one that is there none', () => {
  const root = temporaryRoot()
  const synced: string[] = []
  const note = (folder: string): void => void synced.push(path.relative(root, folder))
  makeFolder(path.join(root, 'data', 'journal'), note)
  expect(synced).toEqual(['data', ''])
  makeFolder(path.join(root, 'data', 'journal'), note)
  makeFolder(path.relative(process.cwd(), path.join(root, 'data', 'other')), note)
  expect(synced).toEqual(['data', '', 'data'])
})

it('makes files in folders that are not there yet, for their owner alone', async () => {
  const file = path.join(temporaryRoot(), 'data', 'journal', '1.log')
  await (await diskFiles.create(file, 100)).close()
  expect(statSync(file).size).toBe(100)
  expect(statSync(path.dirname(file)).mode & 0o077).toBe(0)
})
