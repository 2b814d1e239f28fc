import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { FolderImageFiles } from '#storage/images/folder-image-files'
import { maxImageBytes, saveImage } from '#features/documents/server/save-image'
import type { StoredImage } from '#storage/app-store'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pliego-images-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const gif = (width: number, height: number, extraBytes = 0) =>
  Buffer.concat([
    Buffer.from('GIF89a'),
    Buffer.from([width & 255, width >> 8, height & 255, height >> 8]),
    Buffer.alloc(extraBytes),
  ])
const body = (bytes: Uint8Array) => new Blob([Uint8Array.from(bytes)]).stream()

function setUp(insert?: () => Promise<void>) {
  const rows: StoredImage[] = []
  const images = {
    insert: insert ?? (async (image: StoredImage) => void rows.push(image)),
    get: async () => null,
  }
  const files = new FolderImageFiles(path.join(folder, 'images'))
  return { rows, files, images }
}
const stored = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile())

describe('an uploaded image', () => {
  it('is kept whole under a random name, for its owner alone, and found again', async () => {
    const { rows, ...stores } = setUp()
    const bytes = gif(30, 20, 100)
    const saved = await saveImage(stores, 'doc', body(bytes))
    if (saved.outcome !== 'saved') throw new Error(saved.outcome)
    expect(saved).toMatchObject({ width: 30, height: 20 })
    expect(saved.name).toMatch(/^[\w-]{22}\.gif$/)
    expect(rows[0]).toMatchObject({ id: saved.name, documentId: 'doc', type: 'image/gif', byteSize: 110 })
    expect(await stores.files.read('doc', saved.name)).toEqual(bytes)
    expect(stored().map(({ name }) => name)).toEqual([saved.name])
    expect(statSync(path.join(folder, 'images', 'doc', saved.name)).mode & 0o777).toBe(0o600)
    expect(await stores.files.read('other', saved.name)).toBeNull()
  })

  it('for which there is no room any more when it is here leaves nothing', async () => {
    const { rows, ...stores } = setUp()
    const asked: number[] = []
    const hasRoom = async (bytes: number) => asked.push(bytes) < 1
    expect(await saveImage(stores, 'doc', body(gif(3, 2, 90)), hasRoom)).toEqual({ outcome: 'quotaReached' })
    expect([asked, rows, stored()]).toEqual([[100], [], []])
  })

  it.each([
    ['too many bytes', gif(3, 2, maxImageBytes), 'imageTooBig'],
    ['too many pixels', gif(20_000, 20_000), 'imageTooBig'],
    ['no image', Buffer.from('<svg/>'), 'notAnImage'],
    ['nothing', Buffer.alloc(0), 'notAnImage'],
  ])('with %s is refused and leaves nothing', async (_, bytes, outcome) => {
    const { rows, ...stores } = setUp()
    expect(await saveImage(stores, 'doc', body(bytes))).toEqual({ outcome })
    expect(rows).toEqual([])
    expect(stored()).toEqual([])
  })

  it('of exactly the largest size is kept', async () => {
    const saved = await saveImage(setUp(), 'doc', body(gif(3, 2, maxImageBytes - 10)))
    expect(saved.outcome).toBe('saved')
  })

  it('stops being read once it is too big', async () => {
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(1024 * 1024))
      },
    })
    expect(await saveImage(setUp(), 'doc', endless)).toEqual({ outcome: 'imageTooBig' })
    expect(pulled).toBeLessThan(15)
  })

  it('whose row cannot be written leaves no file', async () => {
    const stores = setUp(() => Promise.reject(new Error('locked')))
    await expect(saveImage(stores, 'doc', body(gif(3, 2)))).rejects.toThrow('locked')
    expect(stored()).toEqual([])
  })
})
