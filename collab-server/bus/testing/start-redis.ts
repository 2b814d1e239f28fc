import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

import { freePort } from '#collab-server/testing/free-port'

/** A Redis for tests alone, which keeps nothing. */
export type TestRedis = {
  readonly url: string
  /** As when its machine is gone. */
  kill(): Promise<void>
  /** Another one at the same address. */
  restart(): Promise<void>
}

export function findRedis(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return folders.map((folder) => path.join(folder, 'redis-server')).find((program) => existsSync(program))
}

/** Starts one on a free port of this machine. @throws {Error} with what it said */
export async function startRedis(program: string): Promise<TestRedis> {
  const port = await freePort()
  const password = 'a password of the tests'
  let running = await run(program, port, password)
  return {
    url: `redis://:${encodeURIComponent(password)}@127.0.0.1:${port}`,
    kill: () => running.kill(),
    restart: async () => {
      running = await run(program, port, password)
    },
  }
}

async function run(program: string, port: number, password: string): Promise<{ kill(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pliego-redis-'))
  const settings = { port, bind: '127.0.0.1', requirepass: password, save: '', appendonly: 'no', dir: folder }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  const server = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const lines: string[] = []
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      if (lines.length < 100) lines.push(line)
      if (/ready to accept connections/i.test(line)) resolve()
    })
  })
  const kill = async (): Promise<void> => {
    server.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const failed = async (): Promise<never> => {
    await ended
    throw new Error(`redis-server ended:\n${lines.join('\n')}`)
  }
  await Promise.race([ready, failed()])
  // Whatever becomes of it later is the test's own doing.
  failed().catch(() => undefined)
  return { kill }
}
