import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** An entry that another node has put on disk. */
export type RemoteEntry = {
  /** Whose it is; empty where nobody is known by name. */
  readonly userId: string
  /** Yjs V1 update. */
  readonly update: Uint8Array
}

/** What a node says of a client id of its connections. */
export type RemoteState = {
  readonly clientId: number
  /** `claimed`: it was only written under; `gone`: its connection has gone, or has given it up. */
  readonly standing: 'gone' | 'claimed' | 'present'
  /** Of awareness; 0 where it is only claimed. */
  readonly clock: number
  /** Of the connection's token. */
  readonly userId: string
  /** JSON text. */
  readonly state: string
}

/** What the nodes that have a document open say of it to each other. */
export type RoomMessage =
  /** These are on disk, from this sequence on. */
  | { readonly kind: 'entries'; readonly first: number; readonly entries: readonly RemoteEntry[] }
  /** So many are on disk; to be read from there. */
  | { readonly kind: 'moved'; readonly last: number }
  /** It has the document open from now on: the others say who is with them. */
  | { readonly kind: 'hello'; readonly last: number }
  /** `isWhole`: of everybody, and whoever is left out has gone; else of those who changed. */
  | { readonly kind: 'awareness'; readonly isWhole: boolean; readonly states: readonly RemoteState[] }
  /** It has the document open no more. */
  | { readonly kind: 'left' }
  /** Somebody else claims this id of one of `node`'s connections, which has to show life. */
  | { readonly kind: 'doubt'; readonly node: string; readonly clientId: number }

const kinds = ['entries', 'moved', 'hello', 'awareness', 'left', 'doubt'] as const
const standings = ['gone', 'claimed', 'present'] as const

/** `from`: the node that says it. */
export function encodeRoomMessage(from: string, message: RoomMessage): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarString(encoder, from)
  encoding.writeVarUint(encoder, kinds.indexOf(message.kind))
  switch (message.kind) {
    case 'entries':
      encoding.writeVarUint(encoder, message.first)
      encoding.writeVarUint(encoder, message.entries.length)
      for (const { userId, update } of message.entries) {
        encoding.writeVarString(encoder, userId)
        encoding.writeVarUint8Array(encoder, update)
      }
      break
    case 'moved':
    case 'hello':
      encoding.writeVarUint(encoder, message.last)
      break
    case 'awareness':
      encoding.writeVarUint(encoder, message.isWhole ? 1 : 0)
      encoding.writeVarUint(encoder, message.states.length)
      for (const { clientId, standing, clock, userId, state } of message.states) {
        encoding.writeVarUint(encoder, clientId)
        encoding.writeVarUint(encoder, standings.indexOf(standing))
        encoding.writeVarUint(encoder, clock)
        encoding.writeVarString(encoder, userId)
        encoding.writeVarString(encoder, state)
      }
      break
    case 'doubt':
      encoding.writeVarString(encoder, message.node)
      encoding.writeVarUint(encoder, message.clientId)
      break
    case 'left':
  }
  return encoding.toUint8Array(encoder)
}

/** The updates are views into `bytes`. @throws {Error} where they are no message */
export function decodeRoomMessage(bytes: Uint8Array): { from: string; message: RoomMessage } {
  const decoder = decoding.createDecoder(bytes)
  const from = decoding.readVarString(decoder)
  return { from, message: readMessage(decoder) }
}

function readMessage(decoder: decoding.Decoder): RoomMessage {
  const kind = kinds[decoding.readVarUint(decoder)]
  switch (kind) {
    case 'entries': {
      const first = decoding.readVarUint(decoder)
      const entries = readList(decoder, () => {
        const userId = decoding.readVarString(decoder)
        return { userId, update: decoding.readVarUint8Array(decoder) }
      })
      return { kind, first, entries }
    }
    case 'moved':
    case 'hello':
      return { kind, last: decoding.readVarUint(decoder) }
    case 'awareness': {
      const isWhole = decoding.readVarUint(decoder) === 1
      const states = readList(decoder, () => ({
        clientId: decoding.readVarUint(decoder),
        standing: standings[decoding.readVarUint(decoder)] ?? ('gone' as const),
        clock: decoding.readVarUint(decoder),
        userId: decoding.readVarString(decoder),
        state: decoding.readVarString(decoder),
      }))
      return { kind, isWhole, states }
    }
    case 'doubt': {
      const node = decoding.readVarString(decoder)
      return { kind, node, clientId: decoding.readVarUint(decoder) }
    }
    case 'left':
      return { kind }
    case undefined:
  }
  throw new Error('a message of another version')
}

function readList<Item>(decoder: decoding.Decoder, readItem: () => Item): Item[] {
  const items: Item[] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left--) items.push(readItem())
  return items
}
