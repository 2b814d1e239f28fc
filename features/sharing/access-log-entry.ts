import type { Role } from '#access/roles'

/** Something that was done about the access to a document, as it is shown. */
export type AccessLogEntry = {
  readonly id: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly kind:
    | 'address'
    | 'linkMade'
    | 'linkRole'
    | 'linkRevoked'
    | 'linkOpened'
    | 'named'
    | 'nameRole'
    | 'nameRemoved'
    | 'came'
    | 'letIn'
    | 'declined'
    | 'left'
    | 'owner'
    | 'trashed'
    | 'restored'
    | 'deleted'
    | 'secretChanged'
    | 'suspended'
    | 'unsuspended'
    | 'adminMade'
    | 'adminEnded'
  /** Names; null where they are not known any more. */
  readonly actor: string | null
  readonly subject: string | null
  readonly from: Role | null
  readonly to: Role | null
}
