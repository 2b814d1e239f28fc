import 'server-only'
import { getSchema } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'

import type { AppServices } from '#features/documents/server/app-services'
import { CollabUnavailableError } from '#features/documents/server/collab-server-client'
import { embedWhileRoom, maxEmbeddedLength } from '#formats/embedded-images'
import { fileFormats, fileNameOf, type FileFormat } from '#formats/file-formats'
import { holdsFormulas, imageSources, writeFile } from '#formats/write-file'
import { documentExtensions } from '#schema/document-extensions'

export type ExportedFile = { readonly text: string; readonly name: string; readonly mediaType: string }

export type ExportOutcome =
  | { readonly outcome: 'made'; readonly file: ExportedFile }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'tooLarge' }
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

/** More than books have. Each is some work, in the thread that answers everybody. */
const maxNodes = 100_000

/** Of TeX, for which everybody else waits meanwhile: about half a second. */
const maxDrawnLetters = 20_000

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
    if (found === 'tooLarge') return { outcome: 'tooLarge' }
    const doc = getSchema(documentExtensions()).nodeFromJSON(found.content)
    if (!isOfFewNodes(doc)) return { outcome: 'tooLarge' }
    const embedded =
      format === 'html'
        ? await readImages(services, documentId, imageSources(doc))
        : new Map<string, string>()
    const text = writeFile(doc, format, {
      title: found.title ?? untitled,
      language,
      imageAddress: embedWhileRoom(embedded, (src) => origin + src),
      ...(format === 'html' && holdsFormulas(doc)
        ? { formula: (await import('#formats/html/math-ml')).mathMlUpTo(maxDrawnLetters) }
        : {}),
    })
    const { mediaType } = fileFormats[format]
    return { outcome: 'made', file: { text, name: fileNameOf(found.title ?? untitled, format), mediaType } }
  } catch (error) {
    if (error instanceof CollabUnavailableError) return { outcome: 'collabUnavailable', cause: error.cause }
    throw error
  }
}

function isOfFewNodes(doc: Node): boolean {
  let nodes = 0
  // Of what lies in it, nothing is gone into once there are too many.
  doc.descendants(() => (nodes += 1) <= maxNodes)
  return nodes <= maxNodes
}

/** Only the document's own: of others nobody asked whether this person may see them. */
async function readImages(
  { store, imageFiles }: Pick<AppServices, 'store' | 'imageFiles'>,
  documentId: string,
  sources: readonly string[],
): Promise<Map<string, string>> {
  const dataUrls = new Map<string, string>()
  const prefix = `/api/documents/${documentId}/images/`
  let lengthLeft = maxEmbeddedLength
  for (const src of sources) {
    const image = src.startsWith(prefix) ? await store.images.get(documentId, src.slice(prefix.length)) : null
    if (!image || image.byteSize > lengthLeft) continue
    const bytes = await imageFiles.read(documentId, image.id)
    if (!bytes) continue
    const dataUrl = `data:${image.type};base64,${Buffer.from(bytes).toString('base64')}`
    lengthLeft -= dataUrl.length
    dataUrls.set(src, dataUrl)
  }
  return dataUrls
}
