import type { CloseName } from '#protocol/close-codes'

/** A message that ends its connection; `closeName` says with which code, `cause` stays on the server. */
export class ProtocolError extends Error {
  readonly closeName: CloseName

  constructor(closeName: CloseName, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'ProtocolError'
    this.closeName = closeName
  }
}
