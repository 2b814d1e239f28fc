import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A way to a server on this machine, which can be cut, fall silent or be slow. */
export class TcpWay {
  /** The server's address by this way. */
  readonly url: string
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #state: 'open' | 'cut' | 'silent' = 'open'
  #delayMs = 0

  private constructor(server: Server, target: URL, defaultPort: number) {
    const own = new URL(target)
    own.hostname = '127.0.0.1'
    own.port = String((server.address() as AddressInfo).port)
    this.url = own.href
    this.#server = server
    server.on('connection', (socket) =>
      this.#carry(socket, Number(target.port || defaultPort), target.hostname),
    )
  }

  static async open(url: string, defaultPort: number): Promise<TcpWay> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new TcpWay(server, new URL(url), defaultPort)
  }

  /** As when a cable is pulled on a machine that notices. */
  cut(): void {
    this.#state = 'cut'
    this.#destroyAll()
  }

  /** As when a router forgets: nothing is closed, and nothing comes. */
  fallSilent(): void {
    this.#state = 'silent'
  }

  /** Each piece takes so much longer. */
  slowDown(delayMs: number): void {
    this.#delayMs = delayMs
  }

  heal(): void {
    // What was swallowed is missed for good.
    if (this.#state === 'silent') this.#destroyAll()
    this.#state = 'open'
    this.#delayMs = 0
  }

  close(): void {
    this.#destroyAll()
    this.#server.close()
  }

  #destroyAll(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#sockets.clear()
  }

  #carry(socket: Socket, port: number, host: string): void {
    if (this.#state === 'cut') return void socket.destroy()
    const onward = connect(port, host)
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      this.#sockets.add(one)
      one.on('error', () => undefined)
      one.on('data', (bytes) => this.#pass(bytes, other))
      one.on('close', () => {
        this.#sockets.delete(one)
        other.destroy()
      })
    }
  }

  #pass(bytes: Buffer, to: Socket): void {
    if (this.#state === 'silent') return
    if (this.#delayMs === 0) to.write(bytes)
    else setTimeout(() => to.writable && to.write(bytes), this.#delayMs)
  }
}
