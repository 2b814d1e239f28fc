import { AccessChanges, systemClocks, type Clocks } from '#collab-server/access-changes'
import { writingOf, type Writing } from '#collab-server/writing'
import { maxTokenLifetimeMs, verifyDocumentToken, type DocumentTokenClaims } from '#access/document-token'
import { can } from '#access/roles'
import type { SharedSecret } from '#config/shared-secret'
import type { CloseName } from '#protocol/close-codes'

/** The part of a connection that access is about. */
export type LiveMember = {
  allowWriting(writing: Writing): void
  close(name: CloseName): void
}

type Admission = { claims: DocumentTokenClaims; timer: NodeJS.Timeout }

/** Keeps the roles of live connections true: they end with their token, or when access is changed (PROTOCOL T). */
export class LiveAccess {
  readonly #secret: SharedSecret
  readonly #changes: AccessChanges
  readonly #members = new Map<LiveMember, Admission>()

  constructor(secret: SharedSecret, clocks: Clocks = systemClocks) {
    this.#secret = secret
    this.#changes = new AccessChanges(clocks)
  }

  /** Whether access has changed since a token was issued. */
  isOutdated = (claims: Pick<DocumentTokenClaims, 'documentId' | 'issuedAt' | 'sessionId'>): boolean =>
    this.#changes.isOutdated(claims)

  /** Who has a document open now, and may. */
  peopleIn(documentId: string): Set<string> {
    const people = new Set<string>()
    for (const { claims } of this.#members.values())
      if (claims.documentId === documentId) people.add(claims.userId)
    return people
  }

  /** Watches over a connection that came in with these claims, until it is forgotten. */
  admit(member: LiveMember, claims: DocumentTokenClaims): void {
    this.forget(member)
    // A clock that jumps must not make a timer of months, which Node would fire at once.
    const lifetimeMs = Math.min(claims.expiresAt - Date.now(), maxTokenLifetimeMs)
    const timer = setTimeout(() => member.close('tokenExpired'), lifetimeMs)
    this.#members.set(member, { claims, timer })
  }

  forget(member: LiveMember): void {
    clearTimeout(this.#members.get(member)?.timer)
    this.#members.delete(member)
  }

  /** A connection brings another token (PROTOCOL T2). */
  renew(member: LiveMember, token: string): void {
    const present = this.#members.get(member)?.claims
    if (!present) return
    const secrets = this.#secret.accepted(maxTokenLifetimeMs)
    const verdict = verifyDocumentToken(secrets, token, Date.now())
    const claims = verdict.outcome === 'valid' ? verdict.claims : undefined
    const isSame = claims?.documentId === present.documentId && claims.userId === present.userId
    if (!claims || !isSame || !can(claims.role, 'read') || this.isOutdated(claims)) {
      return member.close('tokenExpired')
    }
    member.allowWriting(writingOf(claims.role))
    this.admit(member, claims)
  }

  /**
   * Access to a document was changed at `changedAt`, by the app's clock: sends away those whose role came
   * `via` one of these, everybody where it is undefined, and takes no older token from then on. Whoever is here
   * with a newer one goes too, and comes back with it: clocks can be set, and nobody is to stay for that.
   */
  change(documentId: string, changedAt: number, via?: readonly string[]): void {
    this.#changes.note(documentId, changedAt)
    for (const [member, { claims }] of this.#members) {
      if (claims.documentId !== documentId) continue
      if (!via || via.includes(claims.via)) member.close('tokenExpired')
    }
  }

  /** Sessions of accounts have ended: sends away who is here through one, and takes no token of theirs any more. */
  endSessions(sessionIds: readonly string[]): void {
    for (const id of sessionIds) this.#changes.noteEndOfSession(id)
    for (const [member, { claims }] of this.#members) {
      if (claims.sessionId !== undefined && sessionIds.includes(claims.sessionId))
        member.close('tokenExpired')
    }
  }
}
