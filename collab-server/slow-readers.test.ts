import { Duplex } from 'node:stream'
import { describe, expect, it } from 'vitest'

import { Outbound } from '#collab-server/outbound'

/** A socket that takes a write only when it is told to. */
class StuckSocket extends Duplex {
  readonly taken: string[] = []
  stuck = false
  #release: (() => void) | undefined

  override _read(): void {
    // Nothing is read from it.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const take = (): void => {
      if (chunk.byteLength > 0) this.taken.push(chunk.toString())
      done()
    }
    if (this.stuck) this.#release = take
    else take()
  }

  /** Lets everything through that was written, and what is written then. */
  async flow(): Promise<void> {
    this.stuck = false
    this.#release?.()
    this.#release = undefined
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function reader(): { socket: StuckSocket; outbound: Outbound; caughtUp: () => number } {
  const socket = new StuckSocket()
  let times = 0
  const outbound = new Outbound(socket, () => times++)
  return { socket, outbound, caughtUp: () => times }
}

const send = (outbound: Outbound, text: string, awarenessFrom = text.length): boolean =>
  outbound.send(Buffer.from(text), awarenessFrom)

describe('L7: what goes out to one reader', () => {
  it('is written through as long as the socket takes it', () => {
    const { socket, outbound } = reader()
    expect(send(outbound, 'textCARET', 4)).toBe(false)
    expect([socket.taken, outbound.isBehind, outbound.waitingBytes]).toEqual([['textCARET'], false, 0])
  })

  it('waits in order once it does not, without awareness, and is counted', async () => {
    const { socket, outbound, caughtUp } = reader()
    socket.stuck = true
    send(outbound, 'first')
    expect(outbound.isBehind).toBe(true)
    expect(send(outbound, 'secondCARET', 6)).toBe(true)
    expect(send(outbound, 'CARET', 0)).toBe(true)
    expect(send(outbound, 'third')).toBe(false)
    expect(outbound.waitingBytes).toBe('secondthird'.length + 2 * 256)
    await socket.flow()
    expect(socket.taken.join('')).toBe('firstsecondthird')
    expect([outbound.isBehind, outbound.waitingBytes, caughtUp()]).toEqual([false, 0, 1])
    expect([outbound.takeOwedAwareness(), outbound.takeOwedAwareness()]).toEqual([true, false])
    send(outbound, 'CARET', 0)
    expect(socket.taken.at(-1)).toBe('CARET')
  })

  it('goes out in pieces, however much waits', async () => {
    const { socket, outbound } = reader()
    socket.stuck = true
    send(outbound, 'first')
    for (let index = 0; index < 200; index++) send(outbound, 'x'.repeat(1_000))
    await socket.flow()
    expect(Math.max(...socket.taken.map((text) => text.length))).toBeLessThan(70_000)
    expect(socket.taken.join('').length).toBe(200_005)
  })

  it('keeps the parts of a frame together, whenever the connection ends', async () => {
    const lengths: number[] = []
    for (const piecesBefore of [0, 1, 66]) {
      const { socket, outbound } = reader()
      socket.stuck = true
      for (let index = 0; index < piecesBefore; index++) send(outbound, 'x'.repeat(1_000))
      outbound.sendInParts([Buffer.from('<'), Buffer.from('y'.repeat(200_000)), Buffer.from('>')])
      // One piece after the other, as a slow network takes them.
      for (let piece = 0; piece < 3; piece++) {
        await socket.flow()
        socket.stuck = true
      }
      outbound.end()
      await socket.flow()
      const all = socket.taken.join('')
      expect(all.split('<').length).toBe(all.split('>').length)
      lengths.push(all.length)
    }
    expect(lengths[0]).toBe(200_002)
  })

  it('is dropped when the connection ends', async () => {
    const { socket, outbound, caughtUp } = reader()
    socket.stuck = true
    send(outbound, 'first')
    send(outbound, 'second')
    outbound.end()
    await socket.flow()
    send(outbound, 'third')
    expect([socket.taken, caughtUp(), outbound.waitingBytes]).toEqual([['first'], 0, 0])
  })
})
