import 'server-only'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

import type { AppServices } from '#features/documents/server/app-services'
import { encodeHistory } from '#features/history/history-file'
import { readFirstOfLife, readPeopleOfLife } from '#protocol/document-life'

const compress = promisify(gzip)

/**
 * All that was ever written to a document, what its versions are called and how much room it takes, by gzip; null where it
 * is gone, `tooLong` where it is more than anybody waits for.
 */
export async function packHistory(
  { store, collabServer }: Pick<AppServices, 'store' | 'collabServer'>,
  documentId: string,
): Promise<Buffer<ArrayBuffer> | 'tooLong' | null> {
  const [life, sizes] = await Promise.all([collabServer.life(documentId), collabServer.sizes(documentId)])
  if (!life || !sizes) return null
  if (life === 'tooLong') return life
  const images = await store.images.ofDocument(documentId)
  const first = readFirstOfLife(life)
  // The collab server forgets the past and knows no names: here is known what it forgot.
  if (first > 1) await store.versions.removeBefore(documentId, first)
  const named = await store.versions.ofDocument(documentId)
  const ids = new Set([...readPeopleOfLife(life), ...named.map(({ namedBy }) => namedBy)])
  const about = {
    people: await store.people.namesOf([...ids]),
    named: named.map(({ sequence, name, namedBy, namedAt }) => ({
      version: sequence,
      name,
      by: namedBy,
      at: namedAt,
    })),
    takes: {
      text: sizes.presentBytes,
      history: sizes.historyBytes,
      images: images.reduce((sum, { byteSize }) => sum + byteSize, 0),
    },
  }
  return compress(encodeHistory(about, life), { level: 3 })
}
