import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { freePort } from '#collab-server/testing/free-port'
import { isAlive } from '#e2e/support/is-alive'

const fakeStart = fileURLToPath(new URL('fake-start.mjs', import.meta.url))
const ports = [await freePort(), await freePort()]

test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s stops the servers cleanly', async (signal) => {
  const { child, pids } = await startFakes(process.execPath, [fakeStart, ...ports.map(String)])
  child.kill(signal)
  expect(await exitCodeOf(child)).toBe(0)
  expect(pids.some(isAlive)).toBe(false)
})

test('SIGKILL of the start script leaves no server behind', async () => {
  const { child, pids } = await startFakes(process.execPath, [fakeStart, ...ports.map(String)])
  child.kill('SIGKILL')
  await expect.poll(() => pids.filter(isAlive), { timeout: 5000 }).toEqual([])
})

// npm runs a script through a shell, and its SIGTERM ends that shell only.
test.skipIf(process.platform !== 'linux')('the end of the shell of npm stops the servers', async () => {
  const { child, pids } = await startFakes('sh', [
    '-c',
    `"${process.execPath}" "${fakeStart}" ${ports.join(' ')}; exit $?`,
  ])
  child.kill('SIGTERM')
  await expect.poll(() => pids.filter(isAlive), { timeout: 5000 }).toEqual([])
})

test.skipIf(process.platform !== 'linux')('the end of npm itself stops the servers', async () => {
  // The outer shell stands for npm, the inner one for the shell that npm starts.
  const inner = `"${process.execPath}" "${fakeStart}" ${ports.join(' ')}; exit $?`
  const { child, pids } = await startFakes('sh', ['-c', `sh -c '${inner}'; exit $?`])
  child.kill('SIGKILL')
  await expect.poll(() => pids.filter(isAlive), { timeout: 5000 }).toEqual([])
})

/** Starts the fake start script as npm would; resolves with the servers' process ids once both answer. */
async function startFakes(command: string, args: readonly string[]) {
  const child = spawn(command, args, {
    env: { ...process.env, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pids: number[] = []
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the start script ended with ${code}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const pid = /listening (\d+)/.exec(line)?.[1]
      if (pid !== undefined) pids.push(Number(pid))
      if (line === 'ready') resolve()
    })
  })
  expect(pids).toHaveLength(ports.length)
  return { child, pids }
}

async function exitCodeOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'exit')
  return child.exitCode
}
