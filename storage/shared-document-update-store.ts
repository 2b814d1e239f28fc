import type { DocumentUpdateStore, JournalEntry } from '#storage/document-update-store'

/** Where a document's entries of one batch came, which follow each other: the last of them, and how many they are. */
export type Placed = { readonly id: string; readonly lastSequence: number; readonly added: number }

/** Something that every process is to hear of. */
export type StoredNews = { readonly number: number; readonly text: string }

/**
 * A store to which several processes write, and what they need of it to do that together. Everything rejects with a
 * {@link StorageError}.
 */
export interface SharedDocumentUpdateStore extends DocumentUpdateStore {
  /** The same for all that work with this store, and no other store's. */
  readonly identity: string

  /**
   * Like `append`, and says where the entries came, each document once. One without a place is gone, and so are its
   * entries: they were not written.
   */
  appendPlaced(entries: readonly JournalEntry[]): Promise<readonly Placed[]>

  /** The newest entry's sequence of those of these documents that there are. */
  lastSequences(documentIds: readonly string[]): Promise<ReadonlyMap<string, number>>

  /** Keeps a piece of news for all processes for an hour; once it resolves it survives a power cut. @returns its number */
  addNews(text: string): Promise<number>

  /** News behind a number, in order. Whoever has read to a number has missed none before it. */
  readNews(after: number): Promise<readonly StoredNews[]>

  /** Whether this holder has something for itself from now on for so long, by the store's clock. */
  takeLease(name: string, holder: string, forMs: number): Promise<boolean>

  releaseLease(name: string, holder: string): Promise<void>
}
