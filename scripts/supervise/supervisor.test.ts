import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { freePort } from '#collab-server/testing/free-port'
import { isAlive } from '#e2e/support/is-alive'
import { supervise } from './supervisor.mjs'

const fakeServer = fileURLToPath(new URL('fake-server.mjs', import.meta.url))
const limits = { firstDelayMs: 20, maxDelayMs: 100, fastCrashMs: 60_000, maxFastCrashes: 3 }

const started: ReturnType<typeof supervise>[] = []

afterEach(async () => {
  for (const supervisor of started) supervisor.kill()
  await Promise.all(started.splice(0).map((supervisor) => supervisor.done))
})

/** Runs fake servers, one for each behaviour, and keeps what is logged. */
async function run(behaviours: Record<string, string>, options: { stopPatienceMs?: number } = {}) {
  const lines: string[] = []
  const waiting: { pattern: RegExp; found: (line: string) => void }[] = []
  const ports = await Promise.all(Object.keys(behaviours).map(() => freePort()))
  const specs = Object.entries(behaviours).map(([name, behaviour], index) => ({
    name,
    node: process.execPath,
    args: [fakeServer, String(ports[index]), behaviour],
    cwd: process.cwd(),
    readyUrl: `http://127.0.0.1:${ports[index]}/`,
  }))
  const { promise: ready, resolve: onReady } = Promise.withResolvers<void>()
  const supervisor = supervise(specs, {
    log(line) {
      lines.push(line)
      for (const { pattern, found } of waiting) if (pattern.test(line)) found(line)
    },
    onReady,
    limits,
    ...options,
  })
  started.push(supervisor)
  /** The first line so far or to come that matches. */
  const line = (pattern: RegExp) =>
    new Promise<string>((resolve) => {
      const seen = lines.find((candidate) => pattern.test(candidate))
      if (seen === undefined) waiting.push({ pattern, found: resolve })
      else resolve(seen)
    })
  return { supervisor, ready, lines, line, ports }
}

const pidIn = (line: string) => Number(/listening (\d+)/.exec(line)?.[1])

test('servers run until they are stopped, then nothing is left and the exit code is 0', async () => {
  const { supervisor, ready, lines } = await run({ one: 'serves', two: 'serves' })
  await ready
  const pids = lines.filter((line) => line.includes('listening')).map(pidIn)
  expect(pids).toHaveLength(2)
  expect(pids.every(isAlive)).toBe(true)
  supervisor.stop()
  expect(await supervisor.done).toBe(0)
  expect(pids.some(isAlive)).toBe(false)
})

test('a crashed server is started again, loudly, and the other one goes on', async () => {
  const { ready, lines, line, ports } = await run({ one: 'serves', two: 'serves' })
  await ready
  const first = pidIn(await line(/^one \| listening/))
  const other = pidIn(await line(/^two \| listening/))
  lines.length = 0
  await fetch(`http://127.0.0.1:${ports[0]}/crash`).catch(() => undefined)
  expect(await line(/^!!! one/)).toBe('!!! one was ended by SIGKILL; starting it again in 0.02 s')
  expect(pidIn(await line(/^one \| listening/))).not.toBe(first)
  expect(isAlive(other)).toBe(true)
})

test('a server that keeps crashing is given up with its last words, and the others are stopped', async () => {
  const { supervisor, lines } = await run({ bad: 'crashes', good: 'serves' })
  expect(await supervisor.done).toBe(3)
  expect(lines.filter((text) => text === 'bad  | cannot open the store')).toHaveLength(3)
  expect(lines.filter((text) => text.startsWith('!!!'))).toEqual([
    '!!! bad ended with exit code 3; starting it again in 0.02 s',
    '!!! bad ended with exit code 3; starting it again in 0.04 s',
    '!!! bad ended with exit code 3, 3 times in a row soon after its start: giving up. Its last lines above say why.',
  ])
  const pids = lines.filter((text) => text.includes('listening')).map(pidIn)
  expect(pids.filter(isAlive)).toEqual([])
})

test('a server that says its settings are wrong is not tried again', async () => {
  const { supervisor, lines } = await run({ bad: 'refuses' })
  expect(await supervisor.done).toBe(78)
  expect(lines).toEqual(['!!! bad cannot run as things are (see its last lines above)'])
})

test('a server deaf to SIGTERM is killed when the patience ends', async () => {
  const { supervisor, ready, line } = await run({ deaf: 'deaf' }, { stopPatienceMs: 300 })
  await ready
  const pid = pidIn(await line(/listening/))
  supervisor.stop()
  expect(await supervisor.done).toBe(0)
  await line(/heard, and staying/)
  expect(isAlive(pid)).toBe(false)
})
