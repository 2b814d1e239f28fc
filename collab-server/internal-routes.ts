import type { IncomingMessage } from 'node:http'
import { basename } from 'node:path'

import {
  internalSignatureHeader,
  isSignedBody,
  maxSignatureAgeMs,
  verifyInternalHead,
} from '#access/internal-signature'
import type { News } from '#collab-server/bus/node-news'
import { takeNews, type NewsTaker } from '#collab-server/bus/take-news'
import { answerCommentMarks, type CommentMarksContext } from '#collab-server/document-edits/comment-marks'
import { copyDocument, removeDocument, type DocumentRequestContext } from '#collab-server/document-requests'
import type { DocumentLives } from '#collab-server/history/document-lives'
import { textsInRecord } from '#collab-server/history/texts-in-record'
import type { Monitor } from '#collab-server/monitoring/monitor'
import type { Openings } from '#collab-server/openings'
import { readBody } from '#collab-server/read-body'
import type { SharedSecret } from '#config/shared-secret'
import type { LifeKind } from '#protocol/document-life'
import { isTopic } from '#protocol/feed'
import type { ServerStatus } from '#protocol/server-status'
import { isTokenRoomName } from '#protocol/room-name'
import { maxContentBytes } from '#schema/content-size'
import { seedUpdate } from '#schema/seed-document'
import { StorageError } from '#storage/storage-error'

export type HttpAnswer = { readonly status: number; readonly body?: unknown }

export type InternalContext = DocumentRequestContext &
  NewsTaker &
  CommentMarksContext & {
    readonly secret: SharedSecret
    readonly openings: Openings
    readonly lives: DocumentLives
    readonly monitor: Monitor
  }

const maxBodyBytes = 1 << 20
const defaultPageSize = 100
const maxPageSize = 500
const mostTexts = 100

/**
 * What the app asks of the collab server under `/internal/`; every request is signed with the shared secret.
 * @param signal aborted once nobody waits for the answer
 * @throws {StorageError}; the reason of `signal`
 */
export async function answerInternal(
  request: IncomingMessage,
  context: InternalContext,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { method = '', url: path = '', headers } = request
  const header = headers[internalSignatureHeader]
  const signature = typeof header === 'string' ? header : undefined
  // Before any of the body is read: strangers shall cost nothing.
  const secrets = context.secret.accepted(maxSignatureAgeMs)
  const bodyHash = verifyInternalHead(secrets, { method, path }, signature, Date.now())
  if (!bodyHash) return { status: 401 }
  const most = method === 'PUT' ? maxContentBytes : maxBodyBytes
  if (Number(headers['content-length'] ?? 0) > most) return { status: 413 }
  const body = (await readBody(request, most))?.toString('utf8')
  if (body === undefined) return { status: 413 }
  if (!isSignedBody(bodyHash, body)) return { status: 401 }

  const url = new URL(path, 'http://collab')
  const [, documentId] = /^\/internal\/documents\/([^/]+)$/.exec(url.pathname) ?? []
  if (documentId !== undefined && method === 'PUT')
    return seedDocument(
      documentId,
      url.searchParams.get('from') === 'file' ? 'import' : 'seed',
      body,
      context,
    )
  const [, readId] = /^\/internal\/documents\/([^/]+)\/content$/.exec(url.pathname) ?? []
  if (readId !== undefined && method === 'GET') return readContent(readId, context)
  const [, openedId] = /^\/internal\/documents\/([^/]+)\/opening$/.exec(url.pathname) ?? []
  if (openedId !== undefined && method === 'GET') return readOpening(openedId, context)
  const [, measuredId] = /^\/internal\/documents\/([^/]+)\/sizes$/.exec(url.pathname) ?? []
  if (measuredId !== undefined && method === 'GET') return readSizes(measuredId, context)
  if (url.pathname === '/internal/sizes' && method === 'GET')
    return { status: 200, body: await context.store.measureAll() }
  const [, livedId] = /^\/internal\/documents\/([^/]+)\/life$/.exec(url.pathname) ?? []
  if (livedId !== undefined && method === 'GET') return unlessTooLong(readLife(livedId, context, signal))
  const [, editedId] = /^\/internal\/documents\/([^/]+)\/edits$/.exec(url.pathname) ?? []
  if (editedId !== undefined && method === 'GET')
    return unlessTooLong(countEdits(editedId, url, context, signal))
  if (documentId !== undefined && method === 'DELETE') return deleteDocument(documentId, body, context)
  const [, copiedId] = /^\/internal\/documents\/([^/]+)\/copies$/.exec(url.pathname) ?? []
  if (copiedId !== undefined && method === 'POST') return makeCopy(copiedId, body, context)
  const [, changedId] = /^\/internal\/documents\/([^/]+)\/access-changes$/.exec(url.pathname) ?? []
  if (changedId !== undefined && method === 'POST') return changeAccess(changedId, body, context)
  const [, commentedId] = /^\/internal\/documents\/([^/]+)\/comment-marks$/.exec(url.pathname) ?? []
  if (commentedId !== undefined)
    return answerCommentMarks(method, commentedId, readObject(body), context, signal)
  const [, searchedId] = /^\/internal\/documents\/([^/]+)\/texts$/.exec(url.pathname) ?? []
  if (searchedId !== undefined && method === 'POST') return findTexts(searchedId, body, context, signal)
  if (url.pathname === '/internal/session-ends' && method === 'POST') return endSessions(body, context)
  if (url.pathname === '/internal/feed-news' && method === 'POST') return tellFeed(body, context)
  if (url.pathname === '/internal/projections' && method === 'GET') return readProjections(url, context)
  if (url.pathname === '/internal/status' && method === 'GET') return readStatus(url, context)
  if (url.pathname === '/internal/backups' && method === 'POST') return makeBackup(context)
  return { status: 404 }
}

/**
 * A copy of all documents in the data folder, for whoever asks to move away: its name in there, see
 * `DocumentUpdateStore.backUp`. 409 while one is made, 501 where the database has its own means.
 */
async function makeBackup({ store }: InternalContext): Promise<HttpAnswer> {
  if (!store.backUp) return { status: 501 }
  try {
    return { status: 201, body: { file: basename(await store.backUp()) } }
  } catch (error) {
    if (error instanceof StorageError && error.code === 'inUse') return { status: 409 }
    throw error
  }
}

/**
 * Without a body, an empty document; else one with the body as its `DocumentContent`, 422 where it is not valid. With
 * `?from=file` its history says that it was made of one.
 */
async function seedDocument(
  documentId: string,
  kind: LifeKind,
  body: string,
  { store, upkeep, workshop }: InternalContext,
): Promise<HttpAnswer> {
  if (!isTokenRoomName(documentId)) return { status: 400 }
  const update = body === '' ? seedUpdate() : await workshop.composeContent(body)
  if (!update) return { status: 422 }
  const made = await store.seed({ documentId, receivedAt: Date.now(), userId: '', sessionId: kind, update })
  if (made) upkeep.noteSeeded(documentId)
  return { status: 204 }
}

/** The document as it is on disk, which is all that anybody has been shown: a `DocumentContent`. */
async function readContent(documentId: string, { store, workshop }: InternalContext): Promise<HttpAnswer> {
  if (!isTokenRoomName(documentId)) return { status: 400 }
  const document = await store.loadPacked(documentId)
  return document ? { status: 200, body: await workshop.readContent(document) } : { status: 404 }
}

/** What the document begins with, as it is on disk: a `DocumentOpening`. */
async function readOpening(documentId: string, { openings }: InternalContext): Promise<HttpAnswer> {
  if (!isTokenRoomName(documentId)) return { status: 400 }
  const opening = await openings.read(documentId)
  return opening === undefined ? { status: 404 } : { status: 200, body: opening }
}

/** How much room the document takes: `StoredSizes`. */
async function readSizes(documentId: string, { store }: InternalContext): Promise<HttpAnswer> {
  if (!isTokenRoomName(documentId)) return { status: 400 }
  const sizes = await store.measure(documentId)
  return sizes ? { status: 200, body: sizes } : { status: 404 }
}

/** All that was ever written to the document, what its writers have just sent too; see `readDocumentLife`. */
async function readLife(
  documentId: string,
  { lives }: InternalContext,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  if (!isTokenRoomName(documentId)) return { status: 400 }
  const life = await lives.read(documentId, signal)
  return life ? { status: 200, body: life } : { status: 404 }
}

/** `?since=` a time and `&except=` whose own do not count: an `EditsSince`. */
async function countEdits(
  documentId: string,
  { searchParams }: URL,
  { lives }: InternalContext,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const since = readCount(searchParams.get('since'), 0)
  if (!isTokenRoomName(documentId) || since === undefined) return { status: 400 }
  const except = searchParams.get('except') ?? ''
  const found = await lives.editsSince(documentId, { since, except }, signal)
  return found ? { status: 200, body: found } : { status: 404 }
}

/** 413 where more was ever written than is gone through. */
async function unlessTooLong(answer: Promise<HttpAnswer>): Promise<HttpAnswer> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof StorageError && error.code === 'tooLong') return { status: 413 }
    throw error
  }
}

/** Body: `{ texts }`, answered with those of them that {@link textsInRecord} finds. */
async function findTexts(
  documentId: string,
  body: string,
  { store, journal }: InternalContext,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { texts } = readObject(body)
  if (!isTokenRoomName(documentId) || !Array.isArray(texts) || texts.length > mostTexts)
    return { status: 400 }
  if (!texts.every((text) => typeof text === 'string' && text !== '')) return { status: 400 }
  await journal.drain()
  const found = await textsInRecord(store, documentId, texts, signal)
  return found ? { status: 200, body: { found } } : { status: 404 }
}

/** Body: `{ to, title }`, see {@link copyDocument}; done again it changes nothing. */
async function makeCopy(documentId: string, body: string, context: InternalContext): Promise<HttpAnswer> {
  const { to, title } = readObject(body)
  if (!isTokenRoomName(documentId) || typeof to !== 'string' || !isTokenRoomName(to)) return { status: 400 }
  if (typeof title !== 'string') return { status: 400 }
  return { status: (await copyDocument(context, documentId, { to, title })) ? 204 : 404 }
}

/** Body: `{ removedAt }`, by the app's clock. Done again it changes nothing. */
async function deleteDocument(
  documentId: string,
  body: string,
  context: InternalContext,
): Promise<HttpAnswer> {
  const { removedAt } = readObject(body)
  if (!isTokenRoomName(documentId) || typeof removedAt !== 'number') return { status: 400 }
  await removeDocument(context, documentId, removedAt)
  return { status: 204 }
}

/** Body: `{ changedAt, via? }`, see `LiveAccess.change`. */
async function changeAccess(documentId: string, body: string, context: InternalContext): Promise<HttpAnswer> {
  const { changedAt, via } = readObject(body)
  if (!isTokenRoomName(documentId) || typeof changedAt !== 'number') return { status: 400 }
  if (via !== undefined && !(Array.isArray(via) && via.every((one) => typeof one === 'string'))) {
    return { status: 400 }
  }
  return takeEverywhere({ kind: 'access', documentId, changedAt, via }, context)
}

/** Body: `{ sessionIds }`, of sessions that have ended; done again it changes nothing. */
async function endSessions(body: string, context: InternalContext): Promise<HttpAnswer> {
  const { sessionIds } = readObject(body)
  if (!(Array.isArray(sessionIds) && sessionIds.every((one) => typeof one === 'string')))
    return { status: 400 }
  return takeEverywhere({ kind: 'sessionEnds', sessionIds }, context)
}

/** Body: `{ topic, userIds? }`: tells these people that there is something new; of a chat or comments, those who have the document open, all of them without `userIds`. */
async function tellFeed(body: string, context: InternalContext): Promise<HttpAnswer> {
  const { topic, userIds } = readObject(body)
  // Of how the server is doing it knows itself.
  if (!isTopic(topic) || topic === 'status') return { status: 400 }
  const isForAll = userIds === undefined && topic !== 'notifications'
  const areIds = Array.isArray(userIds) && userIds.every((one) => typeof one === 'string')
  if (!isForAll && !areIds) return { status: 400 }
  return takeEverywhere({ kind: 'feed', topic, userIds: areIds ? userIds : undefined }, context)
}

/** Here at once; it is answered once the other nodes, where there are any, cannot miss it. */
async function takeEverywhere(news: News, context: InternalContext): Promise<HttpAnswer> {
  takeNews(news, context)
  await context.nodes?.tell(news)
  return { status: 204 }
}

/** `?for=` an administrator, who is told of what comes next; `since` and `minutesSince`: what they have. */
function readStatus({ searchParams }: URL, { monitor }: InternalContext): HttpAnswer {
  const userId = searchParams.get('for')
  const live = readCount(searchParams.get('since'), 0)
  const minutes = readCount(searchParams.get('minutesSince'), 0)
  if (!userId || live === undefined || minutes === undefined) return { status: 400 }
  const status: ServerStatus = { nodes: [monitor.status(userId, { live, minutes })] }
  return { status: 200, body: status }
}

async function readProjections({ searchParams }: URL, { store }: InternalContext): Promise<HttpAnswer> {
  const after = readCount(searchParams.get('after'), 0)
  const limit = readCount(searchParams.get('limit'), defaultPageSize)
  if (after === undefined || limit === undefined) return { status: 400 }
  const page = await store.readProjections(after, Math.min(limit, maxPageSize))
  const projections = page.projections.map(({ sequence: _sequence, ...projection }) => projection)
  return { status: 200, body: { projections, cursor: page.cursor, more: page.more } }
}

/** Empty where the text is no JSON object. */
function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function readCount(text: string | null, unset: number): number | undefined {
  if (text === null) return unset
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
