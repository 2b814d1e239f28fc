import { setTimeout as sleep } from 'node:timers/promises'

import { caretMove, keystroke } from './keystrokes.ts'
import type { LoadClient } from './load-client.ts'
import type { TypingPlan } from './orders.ts'
import type { TypedRoom } from './typed-room.ts'

const tickMs = 1

export type Writer = {
  readonly client: LoadClient
  readonly room: TypedRoom
  nextKeyAt: number
  nextCaretAt: number
}

export type Typed = {
  keystrokes: number
  carets: number
  /** How long after its time each keystroke was sent. */
  readonly lateMs: number[]
}

/** Types until the plan is over; `onMeasure` marks the end of the warm-up. */
export async function type(
  writers: readonly Writer[],
  plan: TypingPlan,
  onMeasure: () => void,
): Promise<Typed> {
  const startAt = performance.now()
  const measureAt = startAt + plan.warmUpMs
  const endAt = measureAt + plan.measureMs
  scatter(writers, plan, startAt)
  let typed: Typed | undefined
  let round: Typed = { keystrokes: 0, carets: 0, lateMs: [] }
  for (;;) {
    const now = performance.now()
    if (!typed && now >= measureAt) {
      typed = round = { keystrokes: 0, carets: 0, lateMs: [] }
      for (const { room } of writers) room.latencies.length = 0
      onMeasure()
    }
    if (now >= endAt) return round
    for (const writer of writers) {
      if (plan.inFlight === undefined) keepPace(writer, plan, now, round)
      else keepInFlight(writer, plan.inFlight, round)
    }
    await sleep(tickMs)
  }
}

/** Nobody types in step with the others, and every run in the same way. */
function scatter(writers: readonly Writer[], plan: TypingPlan, startAt: number): void {
  for (const [index, writer] of writers.entries()) {
    writer.nextKeyAt = startAt + (goldenShare(index + 1) * 1000) / plan.keysPerSecond
    writer.nextCaretAt = startAt + (goldenShare(index + 1.5) * 1000) / plan.caretsPerSecond
  }
}

/** Numbers between 0 and 1 that lie evenly, however many there are. */
function goldenShare(index: number): number {
  return (index * 0.618_033_988_75) % 1
}

function keepPace(writer: Writer, plan: TypingPlan, now: number, typed: Typed): void {
  for (; writer.nextKeyAt <= now; writer.nextKeyAt += 1000 / plan.keysPerSecond) {
    typed.lateMs.push(performance.now() - writer.nextKeyAt)
    writer.client.send(nextKeystroke(writer))
    typed.keystrokes++
  }
  if (plan.caretsPerSecond === 0) return
  for (; writer.nextCaretAt <= now; writer.nextCaretAt += 1000 / plan.caretsPerSecond) {
    moveCaret(writer)
    typed.carets++
  }
}

/** Sends what became free in one write, as the network would deliver it anyway. */
function keepInFlight(writer: Writer, inFlight: number, typed: Typed): void {
  const { client, room } = writer
  const free = inFlight - (room.typedBy(client.clientId) - room.seenOf(client.clientId))
  if (free <= 0) return
  client.send(Buffer.concat(Array.from({ length: free }, () => nextKeystroke(writer))))
  typed.keystrokes += free
}

function nextKeystroke({ client, room }: Writer): Buffer {
  const index = room.typedBy(client.clientId)
  const frame = client.frames.update(keystroke(client.clientId, index))
  room.noteTyped(client.clientId, performance.now())
  return frame
}

export function moveCaret({ client, room }: Writer): void {
  client.send(client.frames.awareness(caretMove(client.clientId, room.noteCaret(client.clientId))))
}
