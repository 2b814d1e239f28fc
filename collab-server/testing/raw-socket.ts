import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

import { clientFrame } from '#collab-server/testing/client-frame'
import { eventually } from '#collab-server/testing/eventually'

type Frame = { readonly opcode: number; readonly payload: Buffer }

/** A TCP socket on which every byte is looked at. */
export class RawSocket {
  readonly socket: Socket
  received = Buffer.alloc(0)
  ended = false

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1')
    this.socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk])
    })
    this.socket.on('error', () => undefined)
    this.socket.on('close', () => {
      this.ended = true
    })
    onTestFinished(() => void this.socket.destroy())
  }

  /** Sends an upgrade request and takes the whole answer, up to the empty line. */
  async upgrade(path: string, key: string): Promise<string> {
    this.socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    )
    await eventually(() => assert(this.received.includes('\r\n\r\n')))
    const end = this.received.indexOf('\r\n\r\n') + 4
    const answer = this.received.subarray(0, end).toString()
    this.received = this.received.subarray(end)
    return answer
  }

  /** A final frame, masked as a client's must be. */
  sendFrame(code: number, payload: Uint8Array): void {
    this.socket.write(clientFrame(code, payload))
  }

  /** The next frame of the server, which must be final, unmasked and short. */
  async nextFrame(): Promise<Frame> {
    await eventually(() => assert(this.received.length >= 2))
    const [first = 0, length = 0] = this.received
    assert.equal(first & 0xf0, 0x80)
    assert(length < 126)
    await eventually(() => assert(this.received.length >= 2 + length))
    const payload = this.received.subarray(2, 2 + length)
    this.received = this.received.subarray(2 + length)
    return { opcode: first & 0x0f, payload }
  }
}
