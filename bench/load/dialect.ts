import { awarenessMessage, syncStep1Message, syncStep2Message, updateMessage } from '#protocol/message-parts'
import { varUint } from './byte-cursor.ts'
import { clientFrame, opcode } from './server-frames.ts'

/**
 * What a server expects of a client: the stock protocol, the same with the document's name before each
 * message and a token first (Hocuspocus), or nothing at all (a relay).
 */
export type Dialect = 'stock' | 'named' | 'relay'

const emptyUpdate = Uint8Array.of(0, 0)
const emptyStateVector = Uint8Array.of(0)
const [authMessage, tokenKind] = [2, 0]

/** The frames that a client of a room sends. */
export class ClientFrames {
  readonly #prefix: Uint8Array | undefined

  constructor(dialect: Dialect, room: string) {
    if (dialect === 'named') this.#prefix = varString(room)
  }

  token(): Buffer {
    return this.#frame([Uint8Array.of(authMessage, tokenKind), varString('bench'), varString('4.7.0')])
  }

  askForEverything(): Buffer {
    return this.#frame(syncStep1Message(emptyStateVector))
  }

  nothingToAdd(): Buffer {
    return this.#frame(syncStep2Message(emptyUpdate))
  }

  update(update: Uint8Array): Buffer {
    return this.#frame(updateMessage(update))
  }

  awareness(awarenessUpdate: Uint8Array): Buffer {
    return this.#frame(awarenessMessage(awarenessUpdate))
  }

  #frame(parts: readonly Uint8Array[]): Buffer {
    return clientFrame(opcode.binary, Buffer.concat(this.#prefix ? [this.#prefix, ...parts] : parts))
  }
}

function varString(text: string): Uint8Array {
  const bytes = Buffer.from(text)
  return Buffer.concat([Uint8Array.from(varUint(bytes.length)), bytes])
}
