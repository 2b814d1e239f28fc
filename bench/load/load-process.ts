import { Load } from './load.ts'
import type { Answer, LoadEvent, Order } from './orders.ts'

// One process for all clients of a run; the bench tells it what to do, one thing after the other.

const [traceFolder = ''] = process.argv.slice(2)

function say(message: Answer | LoadEvent): void {
  process.send?.(message)
}

const load = new Load(traceFolder, say)

process.on('message', (order: Order) => {
  load.obey(order).then(
    (answer) => say({ answer }),
    (error: unknown) => say({ failed: String(error) }),
  )
})
