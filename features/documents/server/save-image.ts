import { randomBytes } from 'node:crypto'

import { readImageKind } from '#features/documents/server/image-type'
import { readAtMost } from '#features/documents/server/read-at-most'
import type { ImageStore } from '#storage/app-store'
import type { ImageFiles } from '#storage/images/image-files'
import { StorageError } from '#storage/storage-error'

export const maxImageBytes = 10 * 1024 * 1024
// A small file may unfold to gigabytes in every reader's browser.
const maxImagePixels = 100_000_000

export type SaveImageOutcome =
  | { readonly outcome: 'saved'; readonly name: string; readonly width: number; readonly height: number }
  | { readonly outcome: 'imageTooBig' | 'notAnImage' | 'quotaReached' | NotKept }

/** Why an image is not kept though nothing is wrong with it. */
export type NotKept = 'diskFull' | 'imagesUnavailable'

/** Undefined of what is nobody's to mend but ours. */
export function notKept(error: unknown): NotKept | undefined {
  if (!(error instanceof StorageError)) return undefined
  if (error.code === 'full') return 'diskFull'
  if (error.code !== 'unavailable') return undefined
  console.error('the place for images cannot be reached', error)
  return 'imagesUnavailable'
}

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
    const outcome = notKept(error)
    if (outcome === undefined) throw error
    return { outcome }
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
