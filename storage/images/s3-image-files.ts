import { createHash } from 'node:crypto'

import type { ImageFiles, KeptImage } from '#storage/images/image-files'
import { S3Requests, textOf, type S3Location, type S3Patience } from '#storage/images/s3-requests'
import { StorageError } from '#storage/storage-error'

/** As in a data folder, so that what is there can be brought with any tool. */
const prefix = 'images/'
const checksumHeader = 'x-amz-meta-sha256'
/** Of a document, at the same time. */
const removedAtOnce = 8

/** Objects `images/<documentId>/<name>` of a bucket that speaks S3. */
export class S3ImageFiles implements ImageFiles {
  readonly #requests: S3Requests

  constructor(location: S3Location, patience?: Partial<S3Patience>) {
    this.#requests = new S3Requests(location, patience)
  }

  async write(documentId: string, name: string, bytes: Uint8Array): Promise<void> {
    const headers = { [checksumHeader]: sha256(bytes), 'content-type': 'application/octet-stream' }
    const answer = await this.#requests.ask({
      method: 'PUT',
      path: pathOf(documentId, name),
      headers,
      body: bytes,
    })
    if (answer.status === 404)
      throw new StorageError('unavailable', 'the object storage of S3_URL: it answers 404')
  }

  async read(documentId: string, name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const path = pathOf(documentId, name)
    const { status, headers, bytes } = await this.#requests.ask({ method: 'GET', path })
    if (status === 404) return null
    // What somebody else brought there has none.
    const checksum = headers.get(checksumHeader)
    if (checksum !== null && checksum !== sha256(bytes))
      throw new StorageError('damaged', `${path} in the object storage is not what was written`)
    return bytes
  }

  list(): AsyncGenerator<KeptImage> {
    return this.#listed(prefix)
  }

  async remove(documentId: string, name: string): Promise<void> {
    await this.#requests.ask({ method: 'DELETE', path: pathOf(documentId, name) })
  }

  async removeAll(documentId: string): Promise<void> {
    const names: string[] = []
    for await (const { name } of this.#listed(`${prefix}${documentId}/`)) names.push(name)
    for (let at = 0; at < names.length; at += removedAtOnce) {
      // oxlint-disable-next-line no-await-in-loop -- not hundreds at once
      await Promise.all(names.slice(at, at + removedAtOnce).map((name) => this.remove(documentId, name)))
    }
  }

  /** What has another form of name is somebody else's. */
  async *#listed(of: string): AsyncGenerator<KeptImage> {
    let token: string | undefined
    do {
      const query = {
        'list-type': '2',
        prefix: of,
        ...(token !== undefined && { 'continuation-token': token }),
      }
      // oxlint-disable-next-line no-await-in-loop -- one page after the other
      const { bytes } = await this.#requests.ask({ method: 'GET', path: '/', query })
      const xml = new TextDecoder().decode(bytes)
      for (const [entry] of xml.matchAll(/<Contents>.*?<\/Contents>/gs)) {
        const [, documentId, name] = /^images\/([^/]+)\/([^/]+)$/.exec(textOf(entry, 'Key') ?? '') ?? []
        if (documentId === undefined || name === undefined) continue
        const byteSize = Number(textOf(entry, 'Size'))
        yield { documentId, name, byteSize, keptAt: Date.parse(textOf(entry, 'LastModified') ?? '') }
      }
      token = textOf(xml, 'IsTruncated') === 'true' ? textOf(xml, 'NextContinuationToken') : undefined
    } while (token !== undefined)
  }
}

function pathOf(documentId: string, name: string): string {
  return `/${prefix}${encodeURIComponent(documentId)}/${encodeURIComponent(name)}`
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
