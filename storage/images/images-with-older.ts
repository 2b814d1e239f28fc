import type { ImageFiles, KeptImage } from '#storage/images/image-files'

/** New images go to one place, and those that were kept in another before are found there still. */
export class ImagesWithOlder implements ImageFiles {
  readonly #present: ImageFiles
  readonly #older: ImageFiles

  constructor(present: ImageFiles, older: ImageFiles) {
    this.#present = present
    this.#older = older
  }

  write(documentId: string, name: string, bytes: Uint8Array): Promise<void> {
    return this.#present.write(documentId, name, bytes)
  }

  /** The older ones first: to look into a folder costs nothing, and each name is of one image alone. */
  async read(documentId: string, name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return (await this.#older.read(documentId, name)) ?? this.#present.read(documentId, name)
  }

  async *list(): AsyncGenerator<KeptImage> {
    yield* this.#older.list()
    yield* this.#present.list()
  }

  async remove(documentId: string, name: string): Promise<void> {
    await this.#older.remove(documentId, name)
    await this.#present.remove(documentId, name)
  }

  async removeAll(documentId: string): Promise<void> {
    await this.#older.removeAll(documentId)
    await this.#present.removeAll(documentId)
  }
}
