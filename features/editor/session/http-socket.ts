import type { SocketConstructor } from '#features/editor/session/counting-socket'
import { encodeFrame, FrameReader, opcode, type Frame } from '#features/editor/session/frames'
import {
  HttpTunnel,
  tunnelTimings,
  type TunnelTimings,
  type WayThere,
} from '#features/editor/session/http-tunnel'

/** What a browser says where a connection ended without a close frame. */
const cutOff = 1006
const noCode = 1005

/**
 * The shape of a WebSocket for networks in which there can be none: the same frames, carried by HTTP requests to this
 * address (PROTOCOL X). Takes binary messages only. `way`: what all of them learn of the way there.
 */
export function httpSocket(
  tunnelUrl: string,
  way: WayThere = { buffers: false },
  timings: TunnelTimings = tunnelTimings,
): SocketConstructor {
  return class extends HttpSocket {
    constructor(url: string | URL) {
      super(url, tunnelUrl, way, timings)
    }
  }
}

class HttpSocket extends EventTarget implements WebSocket {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static readonly CLOSED = 3
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSING = 2
  readonly CLOSED = 3
  readonly url: string
  readonly extensions = ''
  readonly protocol = ''
  binaryType: BinaryType = 'arraybuffer'
  onopen: WebSocket['onopen'] = null
  onmessage: WebSocket['onmessage'] = null
  onclose: WebSocket['onclose'] = null
  onerror: WebSocket['onerror'] = null
  readonly #tunnel: HttpTunnel
  readonly #frames = new FrameReader()
  #readyState: 0 | 1 | 3 = 0

  constructor(url: string | URL, tunnelUrl: string, way: WayThere, timings: TunnelTimings) {
    super()
    const { href, pathname, search } = new URL(url)
    this.url = href
    const events = {
      opened: () => this.#opened(),
      bytes: (chunk: Uint8Array) => this.#receive(chunk),
      broken: () => this.#end(cutOff, ''),
    }
    this.#tunnel = new HttpTunnel(tunnelUrl, events, way, timings)
    // Of a path before the room only the server at that address knows.
    void this.#tunnel.open(pathname.slice(pathname.lastIndexOf('/')) + search)
  }

  get readyState(): 0 | 1 | 3 {
    return this.#readyState
  }

  get bufferedAmount(): number {
    return this.#tunnel.unsentBytes
  }

  send(data: string | BufferSource | Blob): void {
    if (this.#readyState === this.CONNECTING) throw new DOMException('not open yet', 'InvalidStateError')
    if (this.#readyState !== this.OPEN) return
    if (!(data instanceof Uint8Array)) throw new TypeError('only bytes are sent here')
    this.#tunnel.send(encodeFrame(opcode.binary, data))
  }

  /** Says good-bye without waiting for an answer to it. */
  close(code = 1000, reason = ''): void {
    if (this.#readyState === this.CLOSED) return
    if (this.#readyState === this.OPEN) this.#tunnel.send(closeFrame(code, reason))
    const wasOpen = this.#readyState === this.OPEN
    this.#readyState = 3
    this.#tunnel.leave()
    queueMicrotask(() => this.#tellClosed(wasOpen ? noCode : cutOff, ''))
  }

  #opened(): void {
    this.#readyState = 1
    const event = new Event('open')
    this.onopen?.call(this, event)
    this.dispatchEvent(event)
  }

  #receive(chunk: Uint8Array): void {
    let frames: Frame[]
    try {
      frames = this.#frames.read(chunk)
    } catch (error) {
      console.error('What came through HTTP cannot be read', error)
      this.#tunnel.leave()
      this.#end(cutOff, '')
      return
    }
    for (const frame of frames) if (this.#readyState === this.OPEN) this.#handle(frame)
  }

  #handle({ opcode: code, payload }: Frame): void {
    if (code === opcode.ping) this.#tunnel.send(encodeFrame(opcode.pong, payload))
    if (code === opcode.binary || code === opcode.text) {
      const data = code === opcode.binary ? payload.buffer : new TextDecoder().decode(payload)
      const event = new MessageEvent('message', { data })
      this.onmessage?.call(this, event)
      this.dispatchEvent(event)
    }
    if (code === opcode.close) {
      this.#tunnel.send(encodeFrame(opcode.close, payload))
      this.#tunnel.leave()
      const told = payload.byteLength >= 2 ? new DataView(payload.buffer).getUint16(0) : noCode
      this.#end(told, new TextDecoder().decode(payload.subarray(2)))
    }
  }

  #end(code: number, reason: string): void {
    if (this.#readyState === this.CLOSED) return
    this.#readyState = 3
    if (code === cutOff) {
      const event = new Event('error')
      this.onerror?.call(this, event)
      this.dispatchEvent(event)
    }
    this.#tellClosed(code, reason)
  }

  #tellClosed(code: number, reason: string): void {
    const event = new CloseEvent('close', { code, reason, wasClean: code !== cutOff })
    this.onclose?.call(this, event)
    this.dispatchEvent(event)
  }
}

function closeFrame(code: number, reason: string): Uint8Array {
  const words = new TextEncoder().encode(reason)
  const payload = new Uint8Array(2 + words.byteLength)
  new DataView(payload.buffer).setUint16(0, code)
  payload.set(words, 2)
  return encodeFrame(opcode.close, payload)
}
