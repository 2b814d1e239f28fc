import { describe, expect, it } from 'vitest'

import type { ImageFiles, KeptImage } from '#storage/images/image-files'

const bytesOf = (...values: number[]): Uint8Array => Uint8Array.from(values)

/** One gives a buffer, another plain bytes. */
async function read(files: ImageFiles, documentId: string, name: string): Promise<Uint8Array | null> {
  const bytes = await files.read(documentId, name)
  return bytes && Uint8Array.from(bytes)
}

async function listed(files: ImageFiles): Promise<KeptImage[]> {
  const all: KeptImage[] = []
  for await (const image of files.list()) all.push(image)
  return all
}

/** What every place for images does; `open` gives an empty one. */
export function imageFilesContract(open: () => Promise<ImageFiles> | ImageFiles): void {
  describe('contract: the bytes of images', () => {
    it('are read as they were written, by document and name', async () => {
      const files = await open()
      const large = Uint8Array.from({ length: 300_000 }, (_, at) => at % 251)
      await files.write('doc-1', 'a.png', bytesOf(0, 255, 10, 13))
      await files.write('doc-1', 'B_-.jpg', large)
      await files.write('doc-2', 'a.png', bytesOf(2))
      expect(await read(files, 'doc-1', 'a.png')).toEqual(bytesOf(0, 255, 10, 13))
      expect(Buffer.compare((await read(files, 'doc-1', 'B_-.jpg')) ?? bytesOf(), large)).toBe(0)
      expect(await read(files, 'doc-2', 'a.png')).toEqual(bytesOf(2))
      expect(await read(files, 'doc-2', 'B_-.jpg')).toBeNull()
      expect(await read(files, 'doc-3', 'a.png')).toBeNull()
    })

    it('are listed with their size and when they were kept', async () => {
      const files = await open()
      expect(await listed(files)).toEqual([])
      const before = Date.now()
      await files.write('doc-1', 'a.png', bytesOf(1, 2, 3))
      await files.write('doc-2', 'b.png', bytesOf(1))
      const all = (await listed(files)).toSorted((one, other) => (one.name < other.name ? -1 : 1))
      expect(all).toMatchObject([
        { documentId: 'doc-1', name: 'a.png', byteSize: 3 },
        { documentId: 'doc-2', name: 'b.png', byteSize: 1 },
      ])
      // Some tell it in whole seconds.
      for (const { keptAt } of all) expect(keptAt).toBeGreaterThanOrEqual(before - 2_000)
    })

    it('go one by one or with their document, and no other’s', async () => {
      const files = await open()
      for (const name of ['a.png', 'b.png', 'c.png']) {
        // oxlint-disable-next-line no-await-in-loop -- three
        await files.write('doc', name, bytesOf(1))
      }
      await files.write('doc-2', 'a.png', bytesOf(2))
      await files.remove('doc', 'b.png')
      await files.remove('doc', 'b.png')
      expect(await read(files, 'doc', 'b.png')).toBeNull()
      expect(await read(files, 'doc', 'a.png')).toEqual(bytesOf(1))
      await files.removeAll('doc')
      await files.removeAll('nothing')
      expect(await listed(files)).toMatchObject([{ documentId: 'doc-2', name: 'a.png' }])
    })
  })
}
