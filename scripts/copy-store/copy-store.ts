import type { Config } from '#config/load-config'
import { StorageError } from '#storage/storage-error'
import { Failure, exitCodes } from '../prepare/failure.mjs'
import { checkContents, copyContents, type OnProgress } from './copy-contents.ts'
import { draftInFolder, openFolder } from './folder-end.ts'
import { draftInPostgres, openPostgres } from './postgres-end.ts'
import type { StoreDraft, StoreEnd } from './store-end.ts'
import type { CopyWords } from './words.ts'

export type Direction = 'to-postgres' | 'to-folder'

export type CopyOptions = {
  readonly words: CopyWords
  readonly say: (line: string) => void
  readonly onProgress: OnProgress
  /** Documents of which the contents are handled at once. */
  readonly batchDocuments?: number
}

/**
 * Copies all but pictures and secrets from one store to another, compares the two, and only then puts the copy where a
 * server finds it. @throws {Failure} with a sentence for whoever runs it
 */
export async function copyStore(
  { dataDir, databaseUrl: url }: Pick<Config, 'dataDir' | 'databaseUrl'>,
  direction: Direction,
  options: CopyOptions,
): Promise<void> {
  const { words, say } = options
  if (url === undefined) throw new Failure(words.noDatabase, exitCodes.settings)
  try {
    const place = { folder: dataDir, postgres: withoutPassword(url) }
    if (direction === 'to-postgres') {
      const from = await openFolder(dataDir, words)
      await copyAndClose(from, () => draftInPostgres(url, words), [place.folder, place.postgres], options)
    } else {
      const from = await openPostgres(url, words)
      await copyAndClose(from, () => draftInFolder(dataDir, words), [place.postgres, place.folder], options)
    }
    say(words.next[direction])
  } catch (error) {
    if (error instanceof StorageError && error.code === 'damaged')
      throw new Failure(words.damaged(error.message))
    if (error instanceof StorageError) throw new Failure(`${error.message}.`, exitCodes.tryAgain)
    throw error
  }
}

async function copyAndClose(
  from: StoreEnd,
  openDraft: () => Promise<StoreDraft | 'published'>,
  [source, target]: readonly [string, string],
  options: CopyOptions,
): Promise<void> {
  try {
    const draft = await openDraft()
    if (draft === 'published') return
    const { words, say } = options
    say(words.begins(source, target, await from.documents.count()))
    if (draft.isContinued) say(words.continues(await draft.documents.count()))
    try {
      await copyInto(from, draft, options)
    } finally {
      await draft.close()
    }
  } finally {
    await from.close()
  }
}

async function copyInto(from: StoreEnd, draft: StoreDraft, options: CopyOptions): Promise<void> {
  const { words, say, onProgress, batchDocuments } = options
  await copyContents(from, draft, onProgress, batchDocuments)
  const checked = await checkContents(from, draft, onProgress, batchDocuments)
  if (checked.differing.length > 0) {
    await draft.documents.remove(checked.differing)
    throw new Failure(words.differs(checked.differing.join(', ')), exitCodes.tryAgain)
  }
  await draft.publish()
  say(words.identical(checked))
}

function withoutPassword(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}
