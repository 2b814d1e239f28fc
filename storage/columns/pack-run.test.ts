import { zstdCompressSync } from 'node:zlib'
import { expect, it } from 'vitest'

import { packRun, unpackRun } from '#storage/columns/pack-run'
import { RunPacker } from '#storage/columns/run-packer'
import type { JournalEntry } from '#storage/document-update-store'
import { encodeRun } from '#storage/run-codec'

const runOf = (count: number): Uint8Array =>
  encodeRun(
    Array.from({ length: count }, (_, index): JournalEntry => ({
      documentId: 'd',
      receivedAt: 1_000 + index,
      userId: 'ana',
      sessionId: 'tab',
      update: Buffer.from(`update ${index}`),
    })),
  )

it('keeps runs as they are where columns would not give them back', () => {
  const run = runOf(6)
  expect(packRun('d', run).format).toBe(3)
  expect(packRun('d', run, () => Buffer.from('nothing that can be read')).format).toBe(2)
  const short = packRun('d', runOf(5)).bytes
  expect(packRun('d', run, () => short)).toEqual({
    format: 2,
    bytes: zstdCompressSync(run),
    runBytes: run.byteLength,
  })
})

it('gives back the runs that were packed, and nothing of a form that it does not know', () => {
  const run = runOf(6)
  for (const { format, bytes } of [packRun('d', run), packRun('d', run, () => Buffer.from('broken'))])
    expect(Buffer.compare(unpackRun(format, bytes), run)).toBe(0)
  expect(() => unpackRun(9, run)).toThrow('not known')
})

it('packs and unpacks long runs in a thread of their own, which ends when nobody needs it', async () => {
  const packer = new RunPacker(10)
  const short = runOf(6)
  const packed = await packer.pack('d', short)
  expect(Buffer.compare(await packer.unpack(packed.format, packed.bytes, packed.runBytes), short)).toBe(0)
  expect(packer.isRunning).toBe(false)
  const long = runOf(3_000)
  const { format, bytes, runBytes } = await packer.pack('d', long)
  expect(packer.isRunning).toBe(true)
  expect({ format, runBytes }).toEqual({ format: 3, runBytes: long.byteLength })
  expect(Buffer.compare(await packer.unpack(format, bytes, runBytes), long)).toBe(0)
  // Of which it is not known how long it is.
  expect(Buffer.compare(await packer.unpack(format, bytes, null), long)).toBe(0)
  await expect(packer.unpack(format, bytes.subarray(0, 100), null)).rejects.toMatchObject({
    code: 'unavailable',
  })
  await expect.poll(() => packer.isRunning).toBe(false)
  await packer.close()
})
