import type { Histogram } from '#collab-server/metrics/histogram'

const intervalMs = 100

/**
 * Observes how late timers run. Node's own delay monitor wakes up for each of its samples too, and cannot
 * be read by two scrapers without one of them resetting it for the other.
 * @returns a function that ends it.
 */
export function watchEventLoopLag(lagSeconds: Histogram): () => void {
  let due = performance.now() + intervalMs
  const timer = setInterval(() => {
    const now = performance.now()
    lagSeconds.observe(Math.max(0, now - due) / 1_000)
    due = now + intervalMs
  }, intervalMs)
  timer.unref()
  return () => clearInterval(timer)
}
