import type { BrowserView, EchoView } from '#features/doctor/report'
import { echoGreeting } from '#protocol/echo'

type SocketConstructor = typeof WebSocket

export type TrialTimings = {
  openWithinMs: number
  answerWithinMs: number
  /** Longer than any silence between an editor and the collab server, which gives a sign of life every 20 s at least. */
  silenceMs: number
}

export const trialTimings: TrialTimings = { openWithinMs: 10_000, answerWithinMs: 6_000, silenceMs: 25_000 }

const echoes = 5
const normalClosure = 1000
const notOpened: EchoView = { opened: false, greeted: false, echoMs: null }

/** Tries the echo at an address as an editor would its room: opens, listens, speaks, keeps silent and leaves. */
export async function tryWebSocket(
  Socket: SocketConstructor,
  url: string,
  timings: TrialTimings = trialTimings,
): Promise<BrowserView['webSocket']> {
  const trial = begin(Socket, url, timings)
  if (!trial) return { ...notOpened, silence: null, closedCleanly: null }
  const view = await trial.speak()
  if (view.echoMs === null) {
    trial.close()
    return { ...view, silence: null, closedCleanly: null }
  }
  const silence = await trial.keepSilent()
  const closedCleanly = silence === 'lasted' ? await trial.closeCleanly() : null
  return { ...view, silence, closedCleanly }
}

/** The same by what takes the place of a WebSocket, of which only the speaking matters. */
export async function tryFallback(
  Socket: SocketConstructor,
  url: string,
  timings: TrialTimings = trialTimings,
): Promise<EchoView> {
  const trial = begin(Socket, url, timings)
  if (!trial) return notOpened
  const view = await trial.speak()
  trial.close()
  return view
}

/** Undefined where browsers refuse the address outright, as ws: from an https page. */
function begin(Socket: SocketConstructor, url: string, timings: TrialTimings): Trial | undefined {
  try {
    return new Trial(Socket, url, timings)
  } catch (error) {
    console.error('The address of the collab server is not usable from this page', error)
    return undefined
  }
}

class Trial {
  readonly #socket: WebSocket
  readonly #timings: TrialTimings
  readonly #closed: Promise<CloseEvent>
  readonly #opened: Promise<boolean>
  #hear: (() => void) | undefined
  #unheard = 0

  constructor(Socket: SocketConstructor, url: string, timings: TrialTimings) {
    const socket = new Socket(url)
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    this.#timings = timings
    this.#closed = new Promise((resolve) => {
      socket.addEventListener('close', resolve)
    })
    this.#opened = new Promise((resolve) => {
      socket.addEventListener('open', () => resolve(true))
    })
    socket.addEventListener('error', () => undefined)
    socket.addEventListener('message', ({ data }) => {
      if (data === echoGreeting || data instanceof ArrayBuffer) this.#unheard++
      this.#hear?.()
    })
  }

  async speak(): Promise<EchoView> {
    const closed = this.#closed.then(() => false)
    const opened = await within(this.#timings.openWithinMs, Promise.race([this.#opened, closed]))
    if (opened !== true) return notOpened
    if (!(await this.#listen())) return { opened: true, greeted: false, echoMs: null }
    const times: number[] = []
    for (let echo = 0; echo < echoes; echo++) {
      const saidAt = performance.now()
      if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(Uint8Array.of(echo))
      if (!(await this.#listen())) return { opened: true, greeted: true, echoMs: null }
      times.push(performance.now() - saidAt)
    }
    const [median = 0] = times.toSorted((a, b) => a - b).slice(echoes >> 1)
    return { opened: true, greeted: true, echoMs: Math.round(median) }
  }

  async keepSilent(): Promise<'lasted' | number> {
    const began = performance.now()
    const closed = await within(this.#timings.silenceMs, this.#closed)
    return closed ? Math.round(performance.now() - began) : 'lasted'
  }

  async closeCleanly(): Promise<boolean> {
    this.#socket.close(normalClosure)
    const closed = await within(this.#timings.answerWithinMs, this.#closed)
    return closed?.code === normalClosure
  }

  close(): void {
    this.#socket.close()
  }

  /** One message; false where none comes. */
  async #listen(): Promise<boolean> {
    const heard = new Promise<true>((resolve) => {
      this.#hear = () => {
        if (this.#unheard > 0) resolve(true)
      }
      this.#hear()
    })
    const closed = this.#closed.then(() => false)
    const came = await within(this.#timings.answerWithinMs, Promise.race([heard, closed]))
    if (came) this.#unheard--
    return came === true
  }
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
