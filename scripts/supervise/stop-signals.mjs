// @ts-check
import { readFileSync } from 'node:fs'

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * Calls back when this process is asked to stop, with 1, 2... for the first, second... time. Being left
 * behind by npm counts too: npm hands a SIGTERM to its shell, which dies of it without a word to us.
 * @param {(times: number) => void} onStop
 * @returns {() => void} stops listening
 */
export function onStopAsked(onStop) {
  let times = 0
  const ask = () => onStop(++times)
  for (const signal of signals) process.on(signal, ask)
  const ancestors = ancestorsToNpm()
  const timer = setInterval(() => {
    if (ancestorsToNpm() === ancestors) return
    clearInterval(timer)
    ask()
  }, 500)
  timer.unref()
  return () => {
    clearInterval(timer)
    for (const signal of signals) process.off(signal, ask)
  }
}

/** The processes between this one and the npm that runs it, as far as can be told; '' without npm. */
function ancestorsToNpm() {
  if (!process.env.npm_lifecycle_event) return ''
  const parent = process.ppid
  if (process.platform !== 'linux') return String(parent)
  try {
    // "pid (name) state ppid ...": where npm's shell stands between, the next one is npm.
    const [, name, grandparent] =
      /\((.*)\) \S+ (\d+)/.exec(readFileSync(`/proc/${parent}/stat`, 'utf8')) ?? []
    return name === 'sh' ? `${parent} ${grandparent}` : String(parent)
  } catch {
    // The parent went between the two reads.
    return ''
  }
}
