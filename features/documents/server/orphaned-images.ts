import type { CollabServerClient } from '#features/documents/server/collab-server-client'
import type { ImageFiles, KeptImage } from '#storage/images/image-files'
import type { AppStore } from '#storage/app-store'

/** How long an image may be nowhere: somebody may have put it in and not been able to send their text since. */
export const orphanDays = 30
const dayMs = 24 * 60 * 60_000
const idsAtOnce = 500
/** As many as the collab server looks for at once. */
const searchedAtOnce = 100

/** An image that nobody can come back to any more. */
export type OrphanedImage = KeptImage & {
  /** There is no such document; it has no such image; or no text of it has that image, now or in its past. */
  readonly why: 'noDocument' | 'noRow' | 'unnamed'
}

type Services = {
  readonly store: Pick<AppStore, 'documents' | 'images'>
  readonly collabServer: Pick<CollabServerClient, 'textsInRecord'>
  readonly imageFiles: Pick<ImageFiles, 'list' | 'remove'>
}

/**
 * Images older than `orphanDays` that stand in no version of any document that can still be reached: those in its history,
 * in the trash, and in other documents, into which the text with them was pasted, stay.
 * @throws {CollabUnavailableError}; then nothing is known
 */
export async function findOrphanedImages(services: Services, now: number): Promise<OrphanedImage[]> {
  const old: KeptImage[] = []
  for await (const image of services.imageFiles.list()) {
    if (image.keptAt < now - orphanDays * dayMs) old.push(image)
  }
  const orphans: OrphanedImage[] = []
  const unnamed: KeptImage[] = []
  for (const [documentId, images] of Map.groupBy(old, (image) => image.documentId)) {
    if (!(await services.store.documents.get(documentId))) {
      orphans.push(...images.map((image) => ({ ...image, why: 'noDocument' as const })))
      continue
    }
    const rows = new Set((await services.store.images.ofDocument(documentId)).map(({ id }) => id))
    orphans.push(
      ...images.filter(({ name }) => !rows.has(name)).map((image) => ({ ...image, why: 'noRow' as const })),
    )
    const known = images.filter(({ name }) => rows.has(name))
    // A document whose text is not there is being made or deleted: nobody knows what it named.
    unnamed.push(...((await notNamedIn(services, documentId, known, ({ name }) => name)) ?? []))
  }
  const nowhere = await notNamedElsewhere(services, unnamed)
  return [...orphans, ...nowhere.map((image) => ({ ...image, why: 'unnamed' as const }))]
}

/** The row first: a file without one is found again. */
export async function removeOrphanedImage(
  { store, imageFiles }: Services,
  { documentId, name, why }: OrphanedImage,
): Promise<void> {
  if (why === 'unnamed') await store.images.remove(documentId, name)
  await imageFiles.remove(documentId, name)
}

async function notNamedElsewhere(services: Services, images: readonly KeptImage[]): Promise<KeptImage[]> {
  let left = [...images]
  for (let after = ''; left.length > 0;) {
    const ids = await services.store.documents.ids(after, idsAtOnce)
    const last = ids.at(-1)
    if (last === undefined) break
    after = last
    for (const documentId of ids) left = (await notNamedIn(services, documentId, left, addressOf)) ?? left
  }
  return left
}

/** The end of its address: texts of other documents, and copies, have images of the same name that are their own. */
const addressOf = ({ documentId, name }: KeptImage): string => `/${documentId}/images/${name}`

/** Null where the document has no text. */
async function notNamedIn(
  { collabServer }: Services,
  documentId: string,
  images: readonly KeptImage[],
  textOf: (image: KeptImage) => string,
): Promise<KeptImage[] | null> {
  const left: KeptImage[] = []
  for (let from = 0; from < images.length; from += searchedAtOnce) {
    const some = images.slice(from, from + searchedAtOnce)
    const found = await collabServer.textsInRecord(documentId, some.map(textOf))
    if (found === null) return null
    const named = new Set(found)
    left.push(...some.filter((image) => !named.has(textOf(image))))
  }
  return left
}
