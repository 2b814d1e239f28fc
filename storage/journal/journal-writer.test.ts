import { expect, it } from 'vitest'

import { JournalWriter } from '#storage/journal/journal-writer'
import { MemoryFiles } from '#storage/testing/memory-files'

const batch = { bytes: Buffer.alloc(64, 1), placeAt: () => undefined }

function writerTo(files: MemoryFiles): JournalWriter {
  return new JournalWriter({
    files,
    folder: '',
    nextSegment: 1,
    previous: { segment: 0, end: 0 },
    segmentBytes: 1_024,
    register: () => Promise.resolve(),
  })
}

it('goes on in the next file at once after one write that failed', async () => {
  const files = new MemoryFiles()
  const writer = writerTo(files)
  await writer.write(batch)
  files.onWrite = () => 0
  await expect(writer.write(batch)).rejects.toMatchObject({ code: 'unavailable' })
  files.onWrite = undefined
  await writer.write(batch)
  expect(writer.durable).toEqual({ segment: 2, end: 64 })
})

it('uses up few files on a disk on which they can be made and not be written', async () => {
  const files = new MemoryFiles()
  const writer = writerTo(files)
  files.onWrite = () => 0
  // As the rooms do, each for itself, that were in one commit.
  for (let room = 0; room < 500; room++)
    await expect(writer.write(batch)).rejects.toMatchObject({ code: 'unavailable' })
  expect(files.files.size).toBeLessThan(20)
  files.onWrite = undefined
  await new Promise((resolve) => setTimeout(resolve, 250))
  await writer.write(batch)
})
