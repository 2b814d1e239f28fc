import type { Generated } from 'kysely'

import type { AccessEventKind } from '#storage/access-log-store'
import type { LinkRole } from '#storage/app-store'

/** The columns of the app's store, as Kysely knows them. */
export type AppTables = {
  documents: {
    id: string
    owner_id: string
    title: string | null
    excerpt: string
    created_at: number
    changed_at: number
    general_role: LinkRole | null
    trashed_at: number | null
    /** The title as it is sorted: without case and accents. */
    folded_title: string
    is_template: Generated<0 | 1>
  }
  /** Of documents that have had a projection. */
  document_texts: { document_id: string; search_text: string }
  visits: {
    user_id: string
    document_id: string
    opened_at: number
    starred_at: number | null
    /** When it was shared with somebody who has not opened it yet. */
    new_since: Generated<number | null>
    folder_id: Generated<string | null>
  }
  links: {
    id: string
    document_id: string
    role: LinkRole
    secret_hash: string
    password_hash: string | null
    expires_at: number | null
    created_at: number
  }
  grants: { link_id: string; user_id: string; granted_at: number }
  shares: {
    id: string
    document_id: string
    email: string | null
    role: LinkRole
    user_id: string | null
    secret_hash: string | null
    given_by: string
    created_at: number
  }
  access_requests: {
    document_id: string
    user_id: string
    message: string
    asked_at: number
    declined_at: number | null
  }
  access_events: {
    id: Generated<number>
    document_id: string
    at: number
    kind: AccessEventKind
    actor_id: string | null
    subject_id: string | null
    subject: string | null
    from_role: LinkRole | 'owner' | null
    to_role: LinkRole | 'owner' | null
  }
  folders: {
    id: string
    user_id: string
    name: string
    folded_name: string
    parent_id: string | null
    created_at: number
  }
  people: { id: string; name: string }
  images: {
    id: string
    document_id: string
    type: string
    byte_size: number
    width: number
    height: number
    created_at: number
  }
  /** The columns of accounts that we read and write ourselves; the library of accounts has more of them. */
  accounts: {
    id: string
    name: string
    email: string
    emailVerified: 0 | 1
    color: Generated<string | null>
    isAdmin: Generated<0 | 1 | null>
    createdAt: string
    updatedAt: string
  }
  account_logins: { id: string; userId: string; providerId: string; createdAt: string }
  account_sessions: {
    id: string
    userId: string
    userAgent: string | null
    createdAt: string
    updatedAt: string
    expiresAt: string
  }
  /** The library's too; by these columns we know whose they are. */
  account_passkeys: {
    id: string
    userId: string
    name: string | null
    publicKey: string
    credentialID: string
    counter: number
    deviceType: string
    backedUp: 0 | 1
    createdAt: string | null
  }
  adopted_guests: { guest_id: string; account_id: string }
  invitations: { secret_hash: string; made_by: string; expires_at: number }
  /** One row, `projections`: how far the collab server's feed was read. */
  cursors: { name: string; value: string }
}
