import type { DocumentWorkshop } from '#collab-server/document-workshop'
import type { MakeEdit } from '#collab-server/room-edits'
import type { Rooms } from '#collab-server/rooms'
import { maxCommentedLetters, maxPositionLength } from '#protocol/comment-marks'
import type { LifeKind } from '#protocol/document-life'
import { ProtocolError } from '#protocol/protocol-error'
import { isTokenRoomName } from '#protocol/room-name'
import type { CommentRange } from '#schema/comments/find-range'
import type { CommentMarked } from '#schema/comments/write-comment-marks'
import { isThreadId } from '#schema/marks/comment'

export type CommentMarksContext = { readonly workshop: DocumentWorkshop; readonly rooms: Rooms }

/** By which history knows that nobody wrote here. */
const sessionId: LifeKind = 'comment'

type Body = Readonly<Record<string, unknown>>

/**
 * Marks of comments, written by the server for who may comment and not write: `POST` a `CommentMarkRequest` and get
 * a `CommentMarkAnswer`, `DELETE { thread, userId }` to take them away. Each is on disk when it is answered; done again
 * it changes nothing. 503 where many others wait; what waits is left out once `signal` says that nobody is told any more.
 */
export async function answerCommentMarks(
  method: string,
  documentId: string,
  body: Body,
  { workshop, rooms }: CommentMarksContext,
  signal: AbortSignal,
): Promise<{ status: number; body?: unknown }> {
  const { thread, userId } = body
  if (!isTokenRoomName(documentId) || !isThreadId(thread) || typeof userId !== 'string')
    return { status: 400 }
  if (method !== 'POST' && method !== 'DELETE') return { status: 405 }
  const range = method === 'POST' ? readRange(body) : null
  if (range === undefined) return { status: 200, body: { outcome: 'malformed' } }
  const made: { marked: CommentMarked | null } = { marked: null }
  const make: MakeEdit = async (state, clientId) => {
    const { update, marked } = await workshop.editComments({ state, clientId, thread, range })
    made.marked = marked
    return update
  }
  try {
    await rooms.edit(documentId, { userId, sessionId, make, signal })
  } catch (error) {
    if (error instanceof ProtocolError && error.closeName === 'gone') return { status: 404 }
    if (error instanceof ProtocolError && error.closeName === 'documentFull') return { status: 413 }
    if (error instanceof ProtocolError && error.closeName === 'tryAgainLater') return { status: 503 }
    throw error
  }
  return made.marked ? { status: 200, body: made.marked } : { status: 204 }
}

/** Undefined where it is none. */
function readRange({ start, end, letters }: Body): CommentRange | undefined {
  if (!isPosition(start) || !isPosition(end) || typeof letters !== 'string') return undefined
  if (letters.length > maxCommentedLetters) return undefined
  return { start: bytesOf(start), end: bytesOf(end), letters }
}

function isPosition(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= maxPositionLength
}

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'))
