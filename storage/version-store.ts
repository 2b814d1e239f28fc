/** A name that somebody gave to a version of a document. */
export type VersionName = {
  /** The newest entry in it. */
  readonly sequence: number
  readonly name: string
  readonly namedBy: string
  readonly namedAt: number
}

/** Names of versions; each version has one or none. */
export interface VersionStore {
  /** In the order of the versions. */
  ofDocument(documentId: string): Promise<VersionName[]>
  /** In place of the name it has; false where the document has as many as `most` already. */
  putName(documentId: string, name: VersionName, most: number): Promise<boolean>
  removeName(documentId: string, sequence: number): Promise<void>
  /** Names of versions that are no longer kept go, and who gave them. */
  removeBefore(documentId: string, sequence: number): Promise<void>
}
