import 'server-only'
import { getSchema } from '@tiptap/core'

import type { AppServices } from '#features/documents/server/app-services'
import { CollabUnavailableError } from '#features/documents/server/collab-server-client'
import { fileFormats, fileNameOf, type FileFormat } from '#formats/file-formats'
import { imageSources, writeFile } from '#formats/write-file'
import { documentExtensions } from '#schema/document-extensions'

export type ExportedFile = { readonly text: string; readonly name: string; readonly mediaType: string }

export type ExportOutcome =
  | { readonly outcome: 'made'; readonly file: ExportedFile }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'collabUnavailable'; readonly cause: unknown }

type ExportOptions = {
  readonly documentId: string
  readonly format: FileFormat
  /** What a document without a title is called. */
  readonly untitled: string
  readonly language: string
  /** Where the app is reached, without a slash at its end. */
  readonly origin: string
}

/** More pictures than this stay where they are, and the file links to them. */
const maxEmbeddedBytes = 50 << 20

/**
 * The live document as a file. A page of HTML carries its pictures with it; Markdown names where they are.
 * Whether this person may read the document was asked before.
 */
export async function exportDocument(
  services: Pick<AppServices, 'collabServer' | 'store' | 'imageFiles'>,
  { documentId, format, untitled, language, origin }: ExportOptions,
): Promise<ExportOutcome> {
  try {
    const found = await services.collabServer.content(documentId)
    if (!found) return { outcome: 'gone' }
    const doc = getSchema(documentExtensions()).nodeFromJSON(found.content)
    const embedded =
      format === 'html' ? await embedImages(services, documentId, imageSources(doc)) : new Map()
    const text = writeFile(doc, format, {
      title: found.title ?? untitled,
      language,
      imageAddress: (src) => embedded.get(src) ?? origin + src,
    })
    const { mediaType } = fileFormats[format]
    return { outcome: 'made', file: { text, name: fileNameOf(found.title ?? untitled, format), mediaType } }
  } catch (error) {
    if (error instanceof CollabUnavailableError) return { outcome: 'collabUnavailable', cause: error.cause }
    throw error
  }
}

/** Only the document's own: of others nobody asked whether this person may see them. */
async function embedImages(
  { store, imageFiles }: Pick<AppServices, 'store' | 'imageFiles'>,
  documentId: string,
  sources: readonly string[],
): Promise<Map<string, string>> {
  const embedded = new Map<string, string>()
  const prefix = `/api/documents/${documentId}/images/`
  let bytesLeft = maxEmbeddedBytes
  for (const src of sources) {
    const image = src.startsWith(prefix) ? await store.images.get(documentId, src.slice(prefix.length)) : null
    if (!image || image.byteSize > bytesLeft) continue
    const bytes = await imageFiles.read(documentId, image.id)
    if (!bytes) continue
    bytesLeft -= image.byteSize
    embedded.set(src, `data:${image.type};base64,${Buffer.from(bytes).toString('base64')}`)
  }
  return embedded
}
