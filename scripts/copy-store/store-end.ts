import type { CopiedTables } from '#storage/copied-tables'
import type { WholeDocumentStore } from '#storage/whole-document'

/** A store from or to which all is copied, held so that no server works with it meanwhile. */
export type StoreEnd = {
  readonly documents: WholeDocumentStore
  readonly tables: CopiedTables
  close(): Promise<void>
}

/** A draft beside the place where the store is to be: nobody finds half of it there. */
export type StoreDraft = StoreEnd & {
  /** Whether an earlier run has begun it. */
  readonly isContinued: boolean
  /** Puts it into its place and ends it. @throws {Failure} where something has come there meanwhile */
  publish(): Promise<void>
}
