import 'server-only'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

import type { AppServices } from '#features/documents/server/app-services'
import { encodeHistory } from '#features/history/history-file'
import { readPeopleOfLife } from '#protocol/document-life'

const compress = promisify(gzip)

/** All that was ever written to a document, and what its versions are called, by gzip; null where it is gone. */
export async function packHistory(
  { store, collabServer }: Pick<AppServices, 'store' | 'collabServer'>,
  documentId: string,
): Promise<Buffer<ArrayBuffer> | null> {
  const life = await collabServer.life(documentId)
  if (!life) return null
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
  }
  return compress(encodeHistory(about, life), { level: 3 })
}
