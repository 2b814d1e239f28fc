import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

/** The name under which the examples of `ops/` serve. */
export const publicName = 'pliego.example.org'

/** The largest body that they let through here, in place of their 50 MB. */
export const bytesOfTest = 1 << 20

/** Ports behind it. */
export type Upstreams = { readonly app: number; readonly collab: readonly number[] }

export type ProxyUnderTest = {
  readonly port: number
  /** In PEM, of whoever signed its certificate. */
  readonly ca: () => string
  /** All that it has written anywhere. */
  readonly log: () => string
}

/** A proxy in the foreground; gone with the test. @returns what it says */
export function startProxyProcess(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { said: () => string; exited: Promise<unknown> } {
  const child = spawn(program, args, {
    env: { NODE_ENV: 'test', PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  }
  const exited = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exited
  })
  return { said: () => said, exited }
}
