import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

import { freePort } from '#collab-server/testing/free-port'

export type ServerProcess = {
  readonly url: string
  readonly port: number
  /** Parsed log lines so far. */
  readonly log: readonly Record<string, unknown>[]
  readonly stderr: () => string
  readonly exited: Promise<number | null>
  /** Sends a signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<number | null>
}

/** `node collab-server/main.ts` as an operator would run it; resolves once it listens or has ended. */
export async function startServerProcess(
  env: Readonly<Record<string, string>>,
  script = 'collab-server/main.ts',
): Promise<ServerProcess> {
  const port = Number(env.COLLAB_PORT ?? (await freePort()))
  const child = spawn(process.execPath, [script], {
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH ?? '',
      // Empty counts as none.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '',
      COLLAB_HOST: '127.0.0.1',
      COLLAB_PORT: String(port),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log: Record<string, unknown>[] = []
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk)
  })
  const exited = new Promise<number | null>((resolve) => {
    child.on('close', (code) => resolve(code))
  })
  const listening = new Promise<void>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      const event = JSON.parse(line) as Record<string, unknown>
      log.push(event)
      if (event.event === 'listening') resolve()
    })
  })
  const kill = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal)
    return exited
  }
  onTestFinished(() => void kill('SIGKILL'))
  await Promise.race([listening, exited])
  return { url: `ws://127.0.0.1:${port}`, port, log, stderr: () => stderr, exited, kill }
}
