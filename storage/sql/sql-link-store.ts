import type { Kysely } from 'kysely'

import type { LinkStore } from '#storage/app-store'
import type { AppTables } from '#storage/app-tables'

const linkColumns = [
  'id',
  'document_id as documentId',
  'role',
  'password_hash as passwordHash',
  'expires_at as expiresAt',
  'created_at as createdAt',
] as const

/** Links and what they gave, in the app's tables. */
export function sqlLinkStore(db: Kysely<AppTables>): LinkStore {
  return {
    async insert({ documentId, secretHash, passwordHash, expiresAt, createdAt, id, role }) {
      await db
        .insertInto('links')
        .values({
          id,
          document_id: documentId,
          role,
          secret_hash: secretHash,
          password_hash: passwordHash,
          expires_at: expiresAt,
          created_at: createdAt,
        })
        .execute()
    },
    async find(secretHash) {
      const link = await db
        .selectFrom('links')
        .select(linkColumns)
        .where('secret_hash', '=', secretHash)
        .executeTakeFirst()
      return link ?? null
    },
    async ofDocument(documentId) {
      return db
        .selectFrom('links')
        .select(linkColumns)
        .where('document_id', '=', documentId)
        .orderBy('created_at')
        .execute()
    },
    async setRole(documentId, linkId, role) {
      const { numUpdatedRows } = await db
        .updateTable('links')
        .set({ role })
        .where('id', '=', linkId)
        .where('document_id', '=', documentId)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async remove(documentId, linkId) {
      const { numDeletedRows } = await db
        .deleteFrom('links')
        .where('id', '=', linkId)
        .where('document_id', '=', documentId)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
    async grant({ linkId, userId, grantedAt }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('grants')
        .values({ link_id: linkId, user_id: userId, granted_at: grantedAt })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },
    async grantsOf(userId, documentId) {
      return db
        .selectFrom('links')
        .innerJoin('grants', 'grants.link_id', 'links.id')
        .select(['links.id as linkId', 'links.role', 'links.expires_at as expiresAt'])
        .where('links.document_id', '=', documentId)
        .where('grants.user_id', '=', userId)
        .execute()
    },
  }
}
