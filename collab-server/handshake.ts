import type { IncomingMessage } from 'node:http'

import { isAllowedOrigin } from '#collab-server/origin'
import type { Access } from '#collab-server/settings'
import { maxTokenLifetimeMs, verifyDocumentToken, type DocumentTokenClaims } from '#access/document-token'
import { writingOf, type Writing } from '#collab-server/writing'
import { can } from '#access/roles'
import type { CloseName } from '#protocol/close-codes'
import { connectionParameter } from '#protocol/connection-parameters'
import { isOpenRoomName, isTokenRoomName } from '#protocol/room-name'
import { schemaVersion } from '#schema/version'

/** `accept` may still carry a `closeName`: what an honest client must understand is said after 101. */
export type HandshakeVerdict =
  | { readonly outcome: 'refuse'; readonly status: 400 | 401 | 403; readonly message: string }
  | {
      readonly outcome: 'accept'
      readonly documentId: string
      readonly userId: string
      readonly writing: Writing
      readonly wantsAcks: boolean
      /** Of the token; none in open mode. */
      readonly claims?: DocumentTokenClaims
      readonly closeName?: CloseName
    }

const prefix = '/collab/'

/**
 * Decides on an upgrade request (PROTOCOL H1-H5, T3, T4). `isOutdated` says of a genuine token whether
 * access has changed since it was issued.
 */
export function judgeHandshake(
  request: IncomingMessage,
  access: Access,
  now: number,
  isOutdated: (claims: DocumentTokenClaims) => boolean,
): HandshakeVerdict {
  const [path, query] = splitOnce(request.url ?? '', '?')
  const documentId = roomNameOf(path)
  const parameters = new URLSearchParams(query)
  const wantsAcks = parameters.get(connectionParameter.acks) === '1'
  if (documentId === undefined || !isRoomName(documentId, access)) return refuse(400, 'not a room name')
  if (access.mode === 'open') {
    return { outcome: 'accept', documentId, userId: '', writing: 'free', wantsAcks }
  }
  if (!isAllowedOrigin(request.headers, access.origins)) return refuse(403, 'origin not allowed')

  const token = parameters.get(connectionParameter.token)
  const secrets = access.secret.accepted(maxTokenLifetimeMs)
  const verdict = token ? verifyDocumentToken(secrets, token, now) : undefined
  if (!verdict || verdict.outcome === 'invalid') return refuse(401, 'no valid token')
  const nobody = { outcome: 'accept', documentId, userId: '', writing: 'none', wantsAcks } as const
  if (verdict.outcome === 'expired') return { ...nobody, closeName: 'tokenExpired' }
  const { claims } = verdict
  if (claims.documentId !== documentId) return refuse(403, 'token for another document')
  if (!can(claims.role, 'read')) return refuse(403, 'role may not read')
  if (isOutdated(claims)) return { ...nobody, closeName: 'tokenExpired' }
  if (!speaksSchema(parameters.get(connectionParameter.schema)))
    return { ...nobody, closeName: 'schemaOutdated' }
  return {
    outcome: 'accept',
    documentId,
    userId: claims.userId,
    writing: writingOf(claims.role),
    wantsAcks,
    claims,
  }
}

/** Whether a WebSocket could be asked for at this path. */
export function isRoomPath(path: string, access: Access): boolean {
  const name = roomNameOf(path)
  return name !== undefined && isRoomName(name, access)
}

function isRoomName(name: string, { mode }: Access): boolean {
  return mode === 'open' ? isOpenRoomName(name) : isTokenRoomName(name)
}

/** The path decoded once, without the leading slash or the prefix for proxies. */
function roomNameOf(path: string): string | undefined {
  const encoded = path.startsWith(prefix) ? path.slice(prefix.length) : path.slice(1)
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

/** An older client would delete what it does not know just by opening the document. */
function speaksSchema(version: string | null): boolean {
  return version !== null && /^\d{1,9}$/.test(version) && Number(version) >= schemaVersion
}

function refuse(status: 400 | 401 | 403, message: string): HandshakeVerdict {
  return { outcome: 'refuse', status, message }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
