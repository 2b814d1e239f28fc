import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { FolderImageFiles } from '#storage/images/folder-image-files'
import { imageFilesContract } from '#storage/images/image-files.contract'
import { ImagesWithOlder } from '#storage/images/images-with-older'
import { S3ImageFiles } from '#storage/images/s3-image-files'
import { startS3Server, type S3Fault, type S3Server } from '#storage/images/testing/s3-server'

const quick = { timeoutMs: 2_000, tries: 3, waitMs: 1 }
const picture = Uint8Array.from({ length: 5_000 }, (_, at) => at % 256)
const failing: S3Fault = { kind: 'answer', status: 503, code: 'SlowDown' }

function inFolder(): FolderImageFiles {
  const folder = mkdtempSync(path.join(tmpdir(), 'pliego-images-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return new FolderImageFiles(path.join(folder, 'images'))
}

async function inBucket(): Promise<{ server: S3Server; files: S3ImageFiles }> {
  const server = await startS3Server()
  return { server, files: new S3ImageFiles(server.location, quick) }
}

/** At which nothing listens any more. */
async function deadPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

describe('in a folder', () => {
  imageFilesContract(inFolder)
})
describe('in a bucket', () => {
  imageFilesContract(async () => (await inBucket()).files)
})
describe('in a bucket, with a folder from before', () => {
  imageFilesContract(async () => new ImagesWithOlder((await inBucket()).files, inFolder()))
})

describe('images in a bucket', () => {
  it('are where those of a data folder would be, of which older ones are found', async () => {
    const { server, files } = await inBucket()
    const folder = inFolder()
    await folder.write('doc', 'old.png', picture)
    const both = new ImagesWithOlder(files, folder)
    await both.write('doc', 'new.png', picture)
    expect([...server.objects.keys()]).toEqual(['images/doc/new.png'])
    expect(await both.read('doc', 'old.png')).toEqual(Buffer.from(picture))
    await both.removeAll('doc')
    expect([await both.read('doc', 'old.png'), await both.read('doc', 'new.png')]).toEqual([null, null])
  })

  it.for<readonly [string, S3Fault[]]>([
    ['that is busy', [failing, failing]],
    ['that cuts its answers short', [{ kind: 'cut' }]],
  ])('are asked for again from one %s', async ([_what, faults]) => {
    const { server, files } = await inBucket()
    await files.write('doc', 'a.png', picture)
    server.faults.push(...faults)
    expect(await files.read('doc', 'a.png')).toEqual(picture)
    expect(server.asked).toHaveLength(2 + faults.length)
  })

  it('that was busy when they were brought are there once it is said so', async () => {
    const { server, files } = await inBucket()
    server.faults.push(failing, { kind: 'cut' })
    await files.write('doc', 'a.png', picture)
    expect(server.objects.get('images/doc/a.png')?.bytes).toEqual(Buffer.from(picture))
  })

  it('are given up on after some tries, and after some time', async () => {
    const { server, files } = await inBucket()
    server.faults.push(failing, failing, failing)
    await expect(files.read('doc', 'a.png')).rejects.toMatchObject({
      code: 'unavailable',
      message: 'the object storage of S3_URL: it answers 503 SlowDown',
    })
    expect(server.asked).toHaveLength(3)
    server.faults.push({ kind: 'silence' }, { kind: 'silence' })
    const hasty = new S3ImageFiles(server.location, { timeoutMs: 50, tries: 2, waitMs: 1 })
    await expect(hasty.write('doc', 'a.png', picture)).rejects.toThrow(/does not answer: .*timeout/i)
  })

  it('that are not what was written are told from those that are', async () => {
    const { server, files } = await inBucket()
    server.faults.push({ kind: 'spoiled' })
    await files.write('doc', 'a.png', picture)
    await expect(files.read('doc', 'a.png')).rejects.toMatchObject({ code: 'damaged' })
    // As another tool would bring it.
    server.objects.set('images/doc/b.png', { bytes: Buffer.from('x'), checksum: undefined, keptAt: 1 })
    expect(await files.read('doc', 'b.png')).toEqual(Uint8Array.of(120))
  })

  it.for([
    ['secretAccessKey', 'another', 'the secret key is not the right one (SignatureDoesNotMatch)'],
    ['accessKeyId', 'another', 'the access key is not known there (InvalidAccessKeyId)'],
    ['region', 'us-east-1', 'S3_REGION is not that of the bucket (AuthorizationHeaderMalformed)'],
  ] as const)('say in a sentence that %s is wrong, and ask once', async ([name, value, sentence]) => {
    const { server } = await inBucket()
    const files = new S3ImageFiles({ ...server.location, [name]: value }, quick)
    const message = `the object storage of S3_URL: ${sentence}`
    await expect(files.write('doc', 'a.png', picture)).rejects.toMatchObject({ code: 'unavailable', message })
    expect(server.asked).toHaveLength(1)
  })

  it('say that there is no bucket, no server, or no room', async () => {
    const { server, files } = await inBucket()
    const elsewhere = { ...server.location, url: server.location.url.replace('pictures', 'nothing') }
    await expect(new S3ImageFiles(elsewhere, quick).read('doc', 'a.png')).rejects.toThrow('no such bucket')
    const nowhere = { ...server.location, url: `http://127.0.0.1:${await deadPort()}/pictures` }
    await expect(new S3ImageFiles(nowhere, quick).read('doc', 'a.png')).rejects.toThrow(/ECONNREFUSED/)
    server.faults.push({ kind: 'answer', status: 507, code: 'XMinioStorageFull' })
    server.faults.push({ kind: 'answer', status: 507, code: 'XMinioStorageFull' })
    server.faults.push({ kind: 'answer', status: 507, code: 'XMinioStorageFull' })
    await expect(files.write('doc', 'a.png', picture)).rejects.toMatchObject({ code: 'full' })
  })
})
