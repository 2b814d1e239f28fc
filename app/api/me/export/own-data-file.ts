import 'server-only'

import type { AppServices } from '#features/documents/server/app-services'
import { exportDocument } from '#features/documents/server/export-document'
import type { OwnDocument } from '#storage/own-data-store'

type FileOptions = {
  readonly untitled: string
  readonly language: string
  readonly origin: string
  /** Runs what makes a file of one document when its turn comes. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T | 'tooMany'>
}

const isoOf = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString())

/**
 * The text of a file with everything that is kept of an account, piece by piece: one document in memory at a time.
 * Should one of them not be had, it throws, so that no file passes for whole that is not.
 */
export async function* ownDataFile(
  services: AppServices,
  accountId: string,
  options: FileOptions,
  now: number,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  const own = await services.store.ownData.read(accountId)
  const head = JSON.stringify({ format: 'pliego-own-data-1', madeAt: isoOf(now), ...own })
  yield encoder.encode(`${head.slice(0, -1)},"documents":[`)
  let separator = ''
  for (const document of await services.store.ownData.documents(accountId)) {
    yield encoder.encode(`${separator}\n${JSON.stringify(await describe(services, document, options))}`)
    separator = ','
  }
  yield encoder.encode(']}\n')
}

async function describe(
  services: AppServices,
  { id, createdAt, changedAt, trashedAt, generalRole }: OwnDocument,
  options: FileOptions,
): Promise<unknown> {
  const { store } = services
  const [links, people] = await Promise.all([store.links.ofDocument(id), store.shares.ofDocument(id)])
  const [markdown, html] = [await write('md'), await write('html')]
  return {
    id,
    createdAt: isoOf(createdAt),
    changedAt: isoOf(changedAt),
    inTrashSince: isoOf(trashedAt),
    addressGives: generalRole,
    links: links.map(({ role, expiresAt, createdAt: madeAt }) => ({
      role,
      madeAt: isoOf(madeAt),
      endsAt: isoOf(expiresAt),
    })),
    // As the page tells it: before somebody has come, nobody learns who has an account.
    people: people.map(({ email, accountEmail, isConfirmed, name, openedAt, role }) => ({
      email: email ?? (isConfirmed ? accountEmail : null),
      name: openedAt === null && email !== null ? null : name,
      role,
    })),
    markdown,
    html,
  }

  /** Null where there is no text, or too much for one file: it can be saved in parts, from its page. */
  async function write(format: 'md' | 'html'): Promise<string | null> {
    const { inTurn, ...wishes } = options
    const made = await inTurn(() => exportDocument(services, { documentId: id, format, ...wishes }))
    if (made === 'tooMany' || made.outcome === 'collabUnavailable') {
      throw new Error('a document could not be read for the file of somebody’s own data', { cause: made })
    }
    return made.outcome === 'made' ? made.file.text : null
  }
}
