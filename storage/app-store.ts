/** A document as lists show it. Its text is the collab server's; these are projections of it. */
export type StoredDocument = {
  readonly id: string
  readonly ownerId: string
  /** Null until there is a heading or a title written by hand. */
  readonly title: string | null
  readonly excerpt: string
  readonly createdAt: number
  /** When its text last changed, as far as the app knows. */
  readonly changedAt: number
}

/** What the collab server says of a document. */
export type DocumentProjection = {
  readonly documentId: string
  readonly title: string | null
  readonly excerpt: string
  readonly searchText: string
  readonly changedAt: number
}

export interface DocumentStore {
  insert(document: { id: string; ownerId: string; createdAt: number }): Promise<void>
  get(id: string): Promise<StoredDocument | null>
  /** The cursor of the newest projections applied; null before the first. */
  projectionCursor(): Promise<string | null>
  /**
   * Takes over projections and then their cursor, so that a stop in between only repeats some. Of
   * unknown documents and those older than what is there are passed over.
   */
  applyProjections(projections: readonly DocumentProjection[], cursor: string): Promise<void>
}

export type VisitedDocument = StoredDocument & { readonly openedAt: number }

export interface VisitStore {
  /** Remembers the latest opening of a document by a person. */
  record(visit: { userId: string; documentId: string; openedAt: number }): Promise<void>
  /** The documents a person opened, the latest first. */
  recent(userId: string, limit: number): Promise<VisitedDocument[]>
}

export type StoredImage = {
  /** File name under the document's folder, `<random>.<extension>`. */
  readonly id: string
  readonly documentId: string
  /** Media type by the file's first bytes. */
  readonly type: string
  readonly byteSize: number
  readonly width: number
  readonly height: number
  readonly createdAt: number
}

export interface ImageStore {
  insert(image: StoredImage): Promise<void>
  /** Null also where the image belongs to another document. */
  get(documentId: string, id: string): Promise<StoredImage | null>
}

/** Everything the app stores but the bytes of images. Times are milliseconds since the epoch. */
export interface AppStore {
  readonly documents: DocumentStore
  readonly visits: VisitStore
  readonly images: ImageStore
  close(): Promise<void>
}
