import { messageType, syncMessageType } from '#protocol/message-types'
import { ByteCursor } from './byte-cursor.ts'
import { ReceivedCarets } from './received-carets.ts'
import { type ExpectedContent, ReceivedContent } from './received-content.ts'

export type MessageKind = 'step1' | 'step2' | 'update' | 'awareness' | 'auth' | 'other'

export type Expected = {
  readonly content: ExpectedContent
  /** The newest awareness clock of each client. */
  readonly carets: ReadonlyMap<number, number>
}

/** Hocuspocus calls the answer to a step 1 by another type. */
const syncReply = 4

/** All that came over one connection, checked as it is read. */
export class Received {
  readonly content: ReceivedContent
  readonly carets: ReceivedCarets
  readonly #named: boolean

  /** `named`: each message begins with the document's name; `own`: the client id of whoever receives it. */
  constructor(
    expected: Expected,
    named: boolean,
    own?: number,
    onInserted?: (clientId: number, from: number, to: number) => void,
  ) {
    this.content = new ReceivedContent(expected.content, own, onInserted)
    this.carets = new ReceivedCarets(expected.carets, own)
    this.#named = named
  }

  get problems(): string[] {
    return [...this.content.problems, ...this.carets.problems]
  }

  isComplete(): boolean {
    return this.content.isComplete() && this.carets.isComplete()
  }

  /** Takes the payload of one WebSocket message. */
  read(bytes: Uint8Array, start: number, end: number): MessageKind {
    const cursor = new ByteCursor(bytes, start, end)
    if (this.#named) cursor.skip(cursor.readVarUint())
    const type = cursor.readVarUint()
    if (type === messageType.awareness) {
      const length = cursor.readVarUint()
      const from = cursor.skip(length)
      this.carets.readAwareness(bytes, from, from + length)
      return 'awareness'
    }
    if (type === messageType.auth) return 'auth'
    if (type !== messageType.sync && type !== syncReply) return 'other'
    const kind = cursor.readVarUint()
    const length = cursor.readVarUint()
    const from = cursor.skip(length)
    if (kind === syncMessageType.step1) return 'step1'
    this.content.readUpdate(bytes, from, from + length)
    return kind === syncMessageType.step2 ? 'step2' : 'update'
  }
}
