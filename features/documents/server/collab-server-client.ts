import { internalSignatureHeader, signInternalRequest } from '#access/internal-signature'
import type { SharedSecret } from '#config/shared-secret'
import { readAtMost } from '#features/documents/server/read-at-most'
import { maxContentBytes } from '#schema/content-size'
import type { CommentMarkAnswer, CommentMarkRequest } from '#protocol/comment-marks'
import type { FeedTopic } from '#protocol/feed'
import type { DocumentContent } from '#schema/document-content'
import type { DocumentOpening } from '#schema/document-opening'
import { isLanguage } from '#schema/page-setup'
import type { DocumentProjection } from '#storage/app-store'
import type { StoredSizes } from '#storage/document-update-store'

const seedTimeoutMs = 5000
// Somebody is looking at an empty sheet meanwhile, which the editor fills soon.
const openingTimeoutMs = 3000
/** Of what is written in documents rather than brought in files, twice as much. */
const maxLiveContentBytes = 2 * maxContentBytes
/** A large document is read, or made, on another thread there. */
const contentTimeoutMs = 30_000
// The home page waits for it, and shows the last known titles when it takes longer.
const projectionsTimeoutMs = 1000
// Whoever takes a link back waits for it.
const accessTimeoutMs = 1500
// Of a document as long as a book.
const copyTimeoutMs = 20_000
// Worked out from every edit there ever was.
const lifeTimeoutMs = 30_000

// Asked again every few seconds.
const statusTimeoutMs = 3000

/** The collab server did not answer, or not as it should. The cause is for the log. */
export class CollabUnavailableError extends Error {
  constructor(cause: unknown) {
    super('the collab server did not answer', { cause })
    this.name = 'CollabUnavailableError'
  }

  /** Whether nobody listens where it should be, rather than that it is slow or something between does not let us. */
  get isDown(): boolean {
    const { cause } = (this.cause ?? {}) as { cause?: { code?: unknown } }
    return cause?.code === 'ECONNREFUSED'
  }
}

export type ProjectionPage = {
  readonly projections: readonly DocumentProjection[]
  readonly cursor: string
  /** Whether there may be others behind these. */
  readonly more: boolean
}

/** The app's requests to the collab server. Each throws a {@link CollabUnavailableError} when it fails. */
export class CollabServerClient {
  readonly #baseUrl: string
  readonly #secret: Pick<SharedSecret, 'signing'>

  constructor(baseUrl: string, secret: Pick<SharedSecret, 'signing'>) {
    this.#baseUrl = baseUrl
    this.#secret = secret
  }

  /**
   * Makes the document's first content, which is an empty line or what a file holds; done again it changes
   * nothing. False where that content is not valid or too much.
   */
  async seed(documentId: string, content?: DocumentContent, from?: 'file'): Promise<boolean> {
    const timeoutMs = content ? contentTimeoutMs : seedTimeoutMs
    const query = from ? `?from=${from}` : ''
    const response = await this.#send('PUT', `/internal/documents/${documentId}${query}`, timeoutMs, content)
    if (content && (response.status === 422 || response.status === 413)) return false
    await mustBeOk(response)
    return true
  }

  /** The live document, null where there is none; of one that is too large, no more is read. */
  async content(documentId: string): Promise<DocumentContent | 'tooLarge' | null> {
    const response = await this.#send('GET', `/internal/documents/${documentId}/content`, contentTimeoutMs)
    if (response.status === 404) return null
    await mustBeOk(response)
    try {
      const json = await readAtMost(response.body, maxLiveContentBytes)
      if (json === null) return 'tooLarge'
      const { title, content } = JSON.parse(json.toString('utf8')) as { title?: unknown; content?: unknown }
      return { title: typeof title === 'string' ? title : null, content }
    } catch (error) {
      throw new CollabUnavailableError(error)
    }
  }

  /** What the live document begins with, null where there is none. */
  async opening(documentId: string): Promise<DocumentOpening | null> {
    const response = await this.#send('GET', `/internal/documents/${documentId}/opening`, openingTimeoutMs)
    if (response.status === 404) return null
    await mustBeOk(response)
    try {
      const { language, content } = (await response.json()) as Record<string, unknown>
      return { language: isLanguage(language) ? language : null, content }
    } catch (error) {
      throw new CollabUnavailableError(error)
    }
  }

  /** Which of these texts, a hundred at most, stand in what was ever written to the document; null where there is none. */
  async textsInRecord(documentId: string, texts: readonly string[]): Promise<readonly string[] | null> {
    const path = `/internal/documents/${documentId}/texts`
    const response = await this.#send('POST', path, lifeTimeoutMs, { texts })
    if (response.status === 404) return null
    await mustBeOk(response)
    try {
      const { found } = (await response.json()) as { found: readonly string[] }
      return found
    } catch (error) {
      throw new CollabUnavailableError(error)
    }
  }

  /** How many bytes the document takes, for its present and for its past; null where there is none. */
  async sizes(documentId: string): Promise<StoredSizes | null> {
    const response = await this.#send('GET', `/internal/documents/${documentId}/sizes`, openingTimeoutMs)
    return response.status === 404 ? null : readSizes(response)
  }

  /** How many bytes all documents take together. */
  async allSizes(): Promise<StoredSizes> {
    return readSizes(await this.#send('GET', '/internal/sizes', openingTimeoutMs))
  }

  /**
   * All that was ever written to the document, as `readDocumentLife` reads it; null where there is none, `tooLong` where
   * it is more than is gone through.
   */
  async life(documentId: string): Promise<Uint8Array<ArrayBuffer> | 'tooLong' | null> {
    const response = await this.#send('GET', `/internal/documents/${documentId}/life`, lifeTimeoutMs)
    if (response.status === 404) return null
    if (response.status === 413) return 'tooLong'
    await mustBeOk(response)
    try {
      return new Uint8Array(await response.arrayBuffer())
    } catch (error) {
      throw new CollabUnavailableError(error)
    }
  }

  /** How much others than `except` have written since a time, and who, the busiest first; null where there is no document. */
  async editsSince(
    documentId: string,
    since: number,
    except: string,
  ): Promise<{ edits: number; people: readonly string[] } | null> {
    const query = new URLSearchParams({ since: String(since), except })
    const response = await this.#send(
      'GET',
      `/internal/documents/${documentId}/edits?${query}`,
      lifeTimeoutMs,
    )
    if (response.status === 404) return null
    await mustBeOk(response)
    try {
      const { edits, people } = (await response.json()) as Record<string, unknown>
      if (typeof edits !== 'number' || !Array.isArray(people)) throw new TypeError('the count is malformed')
      return { edits, people: people.map(String) }
    } catch (error) {
      throw new CollabUnavailableError(error)
    }
  }

  /** Makes a document `to` that begins with what another holds; done again it changes nothing. */
  async copy(documentId: string, { to, title }: { to: string; title: string }): Promise<void> {
    await this.#request('POST', `/internal/documents/${documentId}/copies`, copyTimeoutMs, { to, title })
  }

  /** Sends everybody away and forgets the document for good; done again it changes nothing. */
  async delete(documentId: string, removedAt: number): Promise<void> {
    await this.#request('DELETE', `/internal/documents/${documentId}`, copyTimeoutMs, { removedAt })
  }

  /**
   * Marks the text of a thread in the live document, or null where there is no such document; done again it changes
   * nothing. `full`: the document takes no more.
   */
  async markComment(
    documentId: string,
    asked: CommentMarkRequest,
  ): Promise<CommentMarkAnswer | { outcome: 'full' } | null> {
    const response = await this.#send('POST', commentMarksOf(documentId), contentTimeoutMs, asked)
    if (response.status === 404) return null
    if (response.status === 413) return { outcome: 'full' }
    await mustBeOk(response)
    try {
      return (await response.json()) as CommentMarkAnswer
    } catch (error) {
      throw new CollabUnavailableError(error)
    }
  }

  /** Takes the marks of a thread out of the live document; done again it changes nothing. */
  async unmarkComment(documentId: string, asked: { thread: string; userId: string }): Promise<void> {
    await this.#request('DELETE', commentMarksOf(documentId), contentTimeoutMs, asked)
  }

  /** The projections that changed after a cursor, oldest change first, at most `limit`. */
  async projections(after: string | null, limit: number): Promise<ProjectionPage> {
    const query = new URLSearchParams({ after: after ?? '0', limit: String(limit) })
    const response = await this.#request('GET', `/internal/projections?${query}`, projectionsTimeoutMs)
    try {
      return readPage(await response.json())
    } catch (error) {
      throw new CollabUnavailableError(error)
    }
  }

  /**
   * Access was changed at `changedAt`, for those to whom it came `via` one of these (undefined: for
   * everybody): their connections end, and no token from before is taken again.
   */
  async changeAccess(documentId: string, changedAt: number, via?: readonly string[]): Promise<void> {
    const path = `/internal/documents/${documentId}/access-changes`
    await this.#request('POST', path, accessTimeoutMs, { changedAt, via })
  }

  /** Sessions of accounts have ended: whoever is connected through one is sent away. */
  async endSessions(sessionIds: readonly string[]): Promise<void> {
    await this.#request('POST', '/internal/session-ends', accessTimeoutMs, { sessionIds })
  }

  /** Says to people that there is something new for them, or to those who have a document open, in its chat. */
  async tellFeed(news: { topic: FeedTopic; userIds?: readonly string[] }): Promise<void> {
    await this.#request('POST', '/internal/feed-news', accessTimeoutMs, news)
  }

  /**
   * How the collab servers are doing, as the JSON of a `ServerStatus` with what is newer than these times; this person,
   * who administers, is told by the feed for a while when there is more.
   */
  async status(userId: string, newerThan: { since: number; minutesSince: number }): Promise<string> {
    const { since, minutesSince } = newerThan
    const query = new URLSearchParams({
      for: userId,
      since: String(since),
      minutesSince: String(minutesSince),
    })
    const response = await this.#request('GET', `/internal/status?${query}`, statusTimeoutMs)
    return response.text().catch((error: unknown) => {
      throw new CollabUnavailableError(error)
    })
  }

  async #request(method: string, path: string, timeoutMs: number, content?: unknown): Promise<Response> {
    const response = await this.#send(method, path, timeoutMs, content)
    await mustBeOk(response)
    return response
  }

  async #send(method: string, path: string, timeoutMs: number, content?: unknown): Promise<Response> {
    const body = content === undefined ? '' : JSON.stringify(content)
    const signature = signInternalRequest(this.#secret.signing(), { method, path, body }, Date.now())
    return fetch(this.#baseUrl + path, {
      method,
      ...(body !== '' && { body }),
      headers: { [internalSignatureHeader]: signature },
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw new CollabUnavailableError(error)
    })
  }
}

const commentMarksOf = (documentId: string): string => `/internal/documents/${documentId}/comment-marks`

async function mustBeOk(response: Response): Promise<void> {
  if (response.ok) return
  await response.body?.cancel()
  throw new CollabUnavailableError(new Error(`${response.url} answered ${response.status}`))
}

async function readSizes(response: Response): Promise<StoredSizes> {
  await mustBeOk(response)
  try {
    const { presentBytes, historyBytes } = (await response.json()) as Record<string, unknown>
    if (typeof presentBytes !== 'number' || typeof historyBytes !== 'number')
      throw new TypeError('the sizes are malformed')
    return { presentBytes, historyBytes }
  } catch (error) {
    throw new CollabUnavailableError(error)
  }
}

function readPage(value: unknown): ProjectionPage {
  const { projections, cursor, more } = value as { projections?: unknown; cursor?: unknown; more?: unknown }
  if (!Array.isArray(projections)) throw new TypeError('projections are missing')
  if (typeof cursor !== 'string' && typeof cursor !== 'number') throw new TypeError('the cursor is missing')
  return { projections: projections.map(readProjection), cursor: String(cursor), more: more !== false }
}

function readProjection(value: unknown): DocumentProjection {
  const { documentId, title, excerpt, searchText, changedAt, mentions } = value as Record<string, unknown>
  if (
    typeof documentId !== 'string' ||
    (typeof title !== 'string' && title !== null) ||
    typeof excerpt !== 'string' ||
    typeof searchText !== 'string' ||
    !Array.isArray(mentions) ||
    typeof changedAt !== 'number'
  ) {
    throw new TypeError('a projection is malformed')
  }
  return { documentId, title, excerpt, searchText, changedAt, mentions: mentions.map(readMention) }
}

function readMention(value: unknown): NonNullable<DocumentProjection['mentions']>[number] {
  const { userId, count, by } = value as Record<string, unknown>
  if (typeof userId !== 'string' || typeof count !== 'number' || (typeof by !== 'string' && by !== null)) {
    throw new TypeError('a mention is malformed')
  }
  return { userId, count, by }
}
