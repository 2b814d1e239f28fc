export type KeptImage = {
  readonly documentId: string
  readonly name: string
  readonly byteSize: number
  /** Milliseconds since the epoch. */
  readonly keptAt: number
}

/**
 * The bytes of images, by document and name. Names are random and never used again. Everything rejects with a
 * `StorageError`: `full` where there is no room, `unavailable` where trying again later may help, `damaged`.
 */
export interface ImageFiles {
  /** Once it resolves, the whole image survives a power cut; before that there is none of this name. */
  write(documentId: string, name: string, bytes: Uint8Array): Promise<void>
  /** Null where there is none. */
  read(documentId: string, name: string): Promise<Uint8Array<ArrayBuffer> | null>
  /** All that is kept, what a stop left half-written too. */
  list(): AsyncIterable<KeptImage>
  remove(documentId: string, name: string): Promise<void>
  /** All images of a document. */
  removeAll(documentId: string): Promise<void>
}
