import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { options } from '#config/options'
import { freePort } from '#collab-server/testing/free-port'
import { root } from '../../scripts/prepare/root.mjs'
import { findRuntime } from '../../scripts/prepare/runtime.mjs'
import { appSpec, collabSpec } from '../../scripts/prepare/servers.mjs'
import { untilAnswers } from '../../scripts/supervise/answers.mjs'
import { startServer } from '../../scripts/supervise/server-process.mjs'

const startTimeoutMs = 30_000
const stopPatienceMs = 8000

/** Both servers of a production build, on ports and a data folder of their own. */
export type Pliego = {
  /** Of the app, without a trailing slash. */
  readonly url: string
  /** `ws://…` of the collab server, without a trailing slash. */
  readonly collabUrl: string
  readonly dataDir: string
  /** Every line the servers have written, `collab | …` or `app | …`. */
  readonly output: readonly string[]
  /** Of the servers that run. */
  processIds(): number[]
  /** Ends the collab server; resolves when the process is gone. */
  killCollab(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
  /** Starts it again on the same port and data; resolves when it answers. */
  startCollab(): Promise<void>
  /** Stops both servers politely and starts them again on the same ports and data. */
  restartAll(): Promise<void>
  /** Stops both servers and deletes the data folder. */
  stop(): Promise<void>
}

/**
 * Starts a Pliego of its own for a test.
 * @param options.env settings beyond the ports and the data folder, which are chosen here
 */
export async function startPliego({ env = {} }: { env?: Record<string, string> } = {}): Promise<Pliego> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'pliego-e2e-'))
  const settings = {
    host: env.HOST ?? '127.0.0.1',
    port: await freePort(),
    collabHost: env.COLLAB_HOST ?? env.HOST ?? '127.0.0.1',
    collabPort: await freePort(),
  }
  const environment = {
    // Empty counts as unset, and what is set here is not taken from a `.env` of the checkout.
    ...Object.fromEntries(Object.values(options).map(({ name }) => [name, ''])),
    ...env,
    HOST: settings.host,
    PORT: String(settings.port),
    COLLAB_HOST: settings.collabHost,
    COLLAB_PORT: String(settings.collabPort),
    DATA_DIR: dataDir,
  }
  const runtime = findRuntime(root)
  const specs = {
    collab: collabSpec(root, runtime, settings),
    app: appSpec(root, runtime, settings, 'start'),
  }
  const running = new Map<Name, ReturnType<typeof startServer>>()
  const output: string[] = []

  type Name = keyof typeof specs

  async function start(name: Name): Promise<void> {
    if (running.has(name)) throw new Error(`the ${name} server runs already`)
    const spec = { ...specs[name], env: { ...specs[name].env, ...environment } }
    const server = startServer(spec, (line) => output.push(`${name} | ${line}`))
    running.set(name, server)
    const ended = new AbortController()
    void server.exited.then(() => {
      if (running.get(name) === server) running.delete(name)
      return ended.abort()
    })
    const given = AbortSignal.any([ended.signal, AbortSignal.timeout(startTimeoutMs)])
    if (!(await untilAnswers(spec.readyUrl, given))) {
      throw new Error(`the ${name} server did not start:\n${output.slice(-30).join('\n')}`)
    }
  }

  async function end(name: Name, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const server = running.get(name)
    if (!server) throw new Error(`the ${name} server does not run`)
    running.delete(name)
    await server.stop(signal === 'SIGKILL' ? 0 : stopPatienceMs, signal)
  }

  async function endAll(): Promise<void> {
    await Promise.all([...running.keys()].map((name) => end(name, 'SIGTERM')))
  }

  const pliego: Pliego = {
    url: new URL(specs.app.readyUrl).origin,
    collabUrl: new URL(specs.collab.readyUrl).origin.replace('http', 'ws'),
    dataDir,
    output,
    processIds: () => [...running.values()].flatMap(({ pid }) => pid ?? []),
    killCollab: (signal) => end('collab', signal),
    startCollab: () => start('collab'),
    async restartAll() {
      await endAll()
      await Promise.all([start('collab'), start('app')])
    },
    async stop() {
      await endAll()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  try {
    await Promise.all([start('collab'), start('app')])
  } catch (error) {
    await pliego.stop()
    throw error
  }
  return pliego
}
