import { randomBytes } from 'node:crypto'

import { isErrno, type ImageFiles } from '#features/documents/server/image-files'
import { readImageKind } from '#features/documents/server/image-type'
import { readAtMost } from '#features/documents/server/read-at-most'
import type { ImageStore } from '#storage/app-store'

export const maxImageBytes = 10 * 1024 * 1024
// A small file may unfold to gigabytes in every reader's browser.
const maxImagePixels = 100_000_000

export type SaveImageOutcome =
  | { readonly outcome: 'saved'; readonly name: string; readonly width: number; readonly height: number }
  | { readonly outcome: 'imageTooBig' | 'notAnImage' | 'quotaReached' | 'diskFull' }

/**
 * Keeps an uploaded image of a document: the file first, durably, then its row. Whether there is room is asked once it is
 * here, for others may have come while this one did.
 */
export async function saveImage(
  { files, images }: { files: ImageFiles; images: Pick<ImageStore, 'insert'> },
  documentId: string,
  body: ReadableStream<Uint8Array> | null,
  hasRoom: (bytes: number) => Promise<boolean> = () => Promise.resolve(true),
): Promise<SaveImageOutcome> {
  const bytes = await readAtMost(body, maxImageBytes)
  if (!bytes) return { outcome: 'imageTooBig' }
  const kind = readImageKind(bytes)
  if (!kind) return { outcome: 'notAnImage' }
  const { type, extension, width, height } = kind
  if (width * height > maxImagePixels) return { outcome: 'imageTooBig' }
  if (!(await hasRoom(bytes.byteLength))) return { outcome: 'quotaReached' }
  const name = `${randomBytes(16).toString('base64url')}.${extension}`
  try {
    await files.write(documentId, name, bytes)
  } catch (error) {
    if (isErrno(error, 'ENOSPC', 'EDQUOT')) return { outcome: 'diskFull' }
    throw error
  }
  try {
    const byteSize = bytes.byteLength
    await images.insert({ id: name, documentId, type, byteSize, width, height, createdAt: Date.now() })
  } catch (error) {
    await files.remove(documentId, name)
    throw error
  }
  return { outcome: 'saved', name, width, height }
}
