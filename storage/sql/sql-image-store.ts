import type { Kysely } from 'kysely'

import type { ImageStore } from '#storage/app-store'
import type { AppTables } from '#storage/app-tables'

const imageColumns = [
  'id',
  'document_id as documentId',
  'type',
  'byte_size as byteSize',
  'width',
  'height',
  'created_at as createdAt',
] as const

/** What there is of images but their bytes, in the app's tables. */
export function sqlImageStore(db: Kysely<AppTables>): ImageStore {
  return {
    async insert({ documentId, byteSize, createdAt, ...image }) {
      await db
        .insertInto('images')
        .values({ ...image, document_id: documentId, byte_size: byteSize, created_at: createdAt })
        .execute()
    },
    async ofDocument(documentId) {
      return db.selectFrom('images').select(imageColumns).where('document_id', '=', documentId).execute()
    },
    async get(documentId, id) {
      const row = await db
        .selectFrom('images')
        .select(imageColumns)
        .where('id', '=', id)
        .where('document_id', '=', documentId)
        .executeTakeFirst()
      return row ?? null
    },
    async remove(documentId, id) {
      await db.deleteFrom('images').where('id', '=', id).where('document_id', '=', documentId).execute()
    },
  }
}
