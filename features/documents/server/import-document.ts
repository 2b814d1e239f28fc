import 'server-only'
import { randomBytes } from 'node:crypto'

import type { AppServices } from '#features/documents/server/app-services'
import { CollabUnavailableError } from '#features/documents/server/collab-server-client'
import { firstGeneralRole, type Author } from '#features/documents/server/create-document'
import { saveImage, type NotKept } from '#features/documents/server/save-image'
import { isPendingSource, maxPendingImages } from '#formats/pending-images'
import { maxContentBytes } from '#schema/content-size'
import type { StoredImage } from '#storage/app-store'

export type ImportOutcome =
  | { readonly outcome: 'created'; readonly id: string; readonly missingImages: number }
  | { readonly outcome: 'notReadable' | 'fileTooBig' | NotKept }
  | { readonly outcome: 'collabUnavailable'; readonly cause: unknown }

type Services = Pick<AppServices, 'collabServer' | 'store' | 'imageFiles'>

/** ProseMirror's JSON, which nobody has checked yet: the collab server does. */
type LooseNode = { type?: unknown; attrs?: Record<string, unknown>; content?: unknown }

/**
 * Makes a document of what was read from a file: `content` is its JSON, every other entry an image by the
 * address that stands for it there. First the images' files, then the content on the collab server, then the
 * rows: stopped in between, no list shows anything.
 */
export async function importDocument(
  services: Services,
  form: FormData,
  author: Author,
): Promise<ImportOutcome> {
  const text = form.get('content')
  // Before it is parsed, for that takes many times as much memory and nobody is answered meanwhile.
  if (typeof text === 'string' && Buffer.byteLength(text) > maxContentBytes) return { outcome: 'fileTooBig' }
  const parsed = readContent(text)
  if (!parsed) return { outcome: 'notReadable' }
  const { collabServer, store, imageFiles } = services
  const id = randomBytes(16).toString('base64url')
  // Before its first content: lists pass over what is said of a document from before it was made.
  const createdAt = Date.now()
  const kept: StoredImage[] = []
  const addresses = new Map<string, Record<string, unknown>>()
  for (const [source, file] of form) {
    if (!isPendingSource(source) || typeof file === 'string') continue
    // A form could bring hundreds of thousands of tiny ones, each a file that is waited for.
    if (kept.length >= maxPendingImages) break
    const images = { insert: (image: StoredImage) => Promise.resolve(void kept.push(image)) }
    const saved = await saveImage({ files: imageFiles, images }, id, file.stream())
    if (saved.outcome === 'diskFull' || saved.outcome === 'imagesUnavailable')
      return discard(services, id, kept, { outcome: saved.outcome })
    if (saved.outcome !== 'saved') continue
    const { name, width, height } = saved
    addresses.set(source, { src: `/api/documents/${id}/images/${name}`, width, height })
  }
  const missingImages = placeImages(parsed.content, addresses)
  try {
    const isTaken = await collabServer.seed(id, parsed, 'file')
    if (!isTaken) return await discard(services, id, kept, { outcome: 'notReadable' })
  } catch (error) {
    const { cause } = error as { cause?: unknown }
    await discard(services, id, kept, { outcome: 'notReadable' })
    if (error instanceof CollabUnavailableError) return { outcome: 'collabUnavailable', cause }
    throw error
  }
  const generalRole = firstGeneralRole(author)
  await store.documents.insert({ id, ownerId: author.userId, createdAt, generalRole })
  for (const image of kept) await store.images.insert(image)
  return { outcome: 'created', id, missingImages }
}

function readContent(text: FormDataEntryValue | null): { title: string | null; content: LooseNode } | null {
  if (typeof text !== 'string') return null
  try {
    const { title, content } = JSON.parse(text) as { title?: unknown; content?: unknown }
    if (!isNode(content) || !isWithinBounds(content)) return null
    return { title: typeof title === 'string' ? title : null, content }
  } catch {
    return null
  }
}

/** Deeper content is shown by no screen, and would overflow the stack. */
const maxDepth = 200
/** A document of as many pages as a file may have has fewer by far; each costs what a hundred letters do. */
const maxNodes = 400_000

const isNode = (value: unknown): value is LooseNode => typeof value === 'object' && value !== null

function isWithinBounds(root: LooseNode): boolean {
  let nodes = 0
  const isBounded = (node: LooseNode, depth: number): boolean => {
    nodes += 1
    if (nodes > maxNodes) return false
    if (!Array.isArray(node?.content)) return true
    return depth <= maxDepth && (node.content as LooseNode[]).every((child) => isBounded(child, depth + 1))
  }
  return isBounded(root, 0)
}

/**
 * Gives images the addresses under which they are kept; one that is not kept leaves its description.
 * @returns how many do
 */
function placeImages(node: LooseNode, addresses: ReadonlyMap<string, Record<string, unknown>>): number {
  if (!Array.isArray(node.content)) return 0
  let missing = 0
  for (const child of node.content as LooseNode[]) {
    const src = child?.attrs?.['src']
    if (child?.type !== 'image' || !isPendingSource(src)) {
      if (typeof child !== 'object' || child === null) continue
      missing += placeImages(child, addresses)
      continue
    }
    const kept = addresses.get(src)
    if (kept) Object.assign(child.attrs ?? {}, kept)
    else {
      missing += 1
      const { alt } = child.attrs ?? {}
      child.type = 'paragraph'
      delete child.attrs
      if (typeof alt === 'string' && alt !== '') child.content = [{ type: 'text', text: alt }]
    }
  }
  return missing
}

async function discard<T>(
  { imageFiles }: Services,
  id: string,
  kept: readonly StoredImage[],
  outcome: T,
): Promise<T> {
  for (const image of kept) await imageFiles.remove(id, image.id)
  return outcome
}
