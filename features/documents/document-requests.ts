import type { Role } from '#access/roles'
import { type DocumentTitles, type MentionChoices, mostTitles } from '#features/documents/mention-choices'

type TokenAnswer =
  | { outcome: 'granted'; token: string; expiresAt: number; role: Role }
  | { outcome: 'gone' }
  | { outcome: 'forbidden' }

/** Asks for a fresh document token. Rejects where the app does not answer, or not clearly. */
export async function requestToken(documentId: string): Promise<TokenAnswer> {
  const response = await fetch(`/api/documents/${documentId}/token`, { method: 'POST' })
  if (response.ok) {
    const { token, expiresAt, role } = (await response.json()) as {
      token: string
      expiresAt: number
      role: Role
    }
    return { outcome: 'granted', token, expiresAt, role }
  }
  // By its code, not its status: a proxy's own 404 or 403 must not make anybody lose a local copy.
  const error = await readErrorCode(response)
  if (error === 'gone' || error === 'forbidden') return { outcome: error }
  if (error === 'trashed') return { outcome: 'gone' }
  throw new Error(`no token: ${response.status}`)
}

export type ImageUploadFailure =
  | 'imageTooBig'
  | 'notAnImage'
  | 'diskFull'
  | 'imagesUnavailable'
  | 'quotaReached'
  | 'forbidden'
  | 'unreachable'
  | 'unknown'

/** Why an image was not kept, as a code to be said in the person's language. */
export class ImageUploadError extends Error {
  readonly code: ImageUploadFailure

  constructor(code: ImageUploadFailure, cause?: unknown) {
    super(`the image was not kept: ${code}`, { cause })
    this.name = 'ImageUploadError'
    this.code = code
  }
}

/** Sends an image's bytes to be kept with the document. @throws {ImageUploadError} */
export async function uploadImage(
  documentId: string,
  file: Blob,
): Promise<{ src: string; width: number; height: number }> {
  const response = await fetch(`/api/documents/${documentId}/images`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  }).catch((error: unknown) => {
    throw new ImageUploadError('unreachable', error)
  })
  if (response.ok) return (await response.json()) as { src: string; width: number; height: number }
  throw new ImageUploadError(failureOf(await readErrorCode(response), response.status))
}

function failureOf(code: string | null, status: number): ImageUploadFailure {
  const known = (
    ['imageTooBig', 'notAnImage', 'diskFull', 'imagesUnavailable', 'quotaReached', 'forbidden'] as const
  ).find((own) => own === code)
  // A proxy may refuse the size before the app sees it.
  return known ?? (status === 413 ? 'imageTooBig' : 'unknown')
}

async function readErrorCode(response: Response): Promise<string | null> {
  try {
    const { error } = (await response.json()) as { error?: unknown }
    return typeof error === 'string' ? error : null
  } catch {
    return null
  }
}

/** Each of these throws where the app does not answer or says no. */
export async function starDocument(documentId: string, starred: boolean): Promise<void> {
  await send(`/api/documents/${documentId}`, 'PATCH', { starred })
}

export async function trashDocument(documentId: string): Promise<void> {
  await send(`/api/documents/${documentId}/trash`, 'PUT')
}

export async function restoreDocument(documentId: string): Promise<void> {
  await send(`/api/documents/${documentId}/trash`, 'DELETE')
}

export async function deleteDocument(documentId: string): Promise<void> {
  await send(`/api/documents/${documentId}`, 'DELETE')
}

export async function leaveDocument(documentId: string): Promise<void> {
  await send(`/api/documents/${documentId}/me`, 'DELETE')
}

/** The id of the copy, which is one's own; called by its first heading where the title is empty. */
export async function copyDocument(documentId: string, title: string, asTemplate = false): Promise<string> {
  const response = await send(`/api/documents/${documentId}/copies`, 'POST', { title, asTemplate })
  const { id } = (await response.json()) as { id: string }
  return id
}

/** For what was written behind the sign; throws where the app does not answer or says no. */
export async function mentionChoices(documentId: string, text: string): Promise<MentionChoices> {
  const response = await send(
    `/api/documents/${documentId}/mentions?${new URLSearchParams({ q: text })}`,
    'GET',
  )
  return (await response.json()) as MentionChoices
}

/** What documents named in this one are called now, as far as one may know; throws as above. */
export async function documentTitles(documentId: string, ids: readonly string[]): Promise<DocumentTitles> {
  const query = new URLSearchParams(ids.slice(0, mostTitles).map((id) => ['id', id]))
  const response = await send(`/api/documents/${documentId}/titles?${query}`, 'GET')
  return (await response.json()) as DocumentTitles
}

async function send(path: string, method: string, body?: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  const content = body === undefined ? {} : { headers, body: JSON.stringify(body) }
  const response = await fetch(path, { method, ...content })
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`)
  return response
}
