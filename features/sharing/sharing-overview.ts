import type { Role } from '#access/roles'
import type { WaitingPerson } from '#features/sharing/access-request'
import type { LinkRole } from '#features/sharing/link-role'

/** A link as its document's owner sees it; its secret is nowhere any more. Times in milliseconds since the epoch. */
export type SharedLink = {
  readonly id: string
  readonly role: LinkRole
  readonly hasPassword: boolean
  readonly expiresAt: number | null
  readonly hasEnded: boolean
  readonly createdAt: number
  /** How many people have opened it. */
  readonly people: number
}

/** Somebody who opened the document and may still. */
export type SharedPerson = {
  readonly id: string
  readonly name: string | null
  readonly role: Role
  readonly isSelf: boolean
}

/** Somebody who was given a role by name. */
export type NamedPerson = {
  readonly id: string
  readonly email: string | null
  /** Whether it is theirs, or only what they say. */
  readonly isConfirmed: boolean
  /** Told once they have opened the document: before, nobody learns who has an account. */
  readonly name: string | null
  readonly role: LinkRole
  /** Whether the document can be given to them: they have an account and have come. */
  readonly mayOwn: boolean
}

/** Who may do what with a document. Links and people are told to its owner alone. */
export type SharingOverview = {
  /** Of whoever asks. */
  readonly role: Role
  readonly generalRole: LinkRole | null
  readonly links: readonly SharedLink[]
  /** Given a role by name, whether they came or not. */
  readonly named: readonly NamedPerson[]
  /** Who asks to be let in. */
  readonly requests: readonly WaitingPerson[]
  /** Everybody else who has come. */
  readonly people: readonly SharedPerson[]
}
