import type { Role } from '#access/roles'

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
  throw new Error(`no token: ${response.status}`)
}

export type ImageUploadFailure =
  | 'imageTooBig'
  | 'notAnImage'
  | 'diskFull'
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
  const known = (['imageTooBig', 'notAnImage', 'diskFull', 'forbidden'] as const).find((own) => own === code)
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
