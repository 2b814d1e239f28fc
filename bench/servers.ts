import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

import { freePort } from '#collab-server/testing/free-port'
import { root } from '../scripts/prepare/root.mjs'
import { untilAnswers } from '../scripts/supervise/answers.mjs'
import type { Dialect } from './load/dialect.ts'
import { ownPeerFile, peerFile } from './peers.ts'

export type ServerName = 'pliego' | 'y-websocket-server' | 'y-websocket-leveldb' | 'hocuspocus' | 'relay'

export type ServerKind = {
  readonly name: ServerName
  readonly title: string
  readonly dialect: Dialect
  /** How long after the last change it may wait with what it puts off, in ms. */
  readonly putsOffMs: number
  /** Its script and what it needs in its environment. */
  command(port: number, dataDir: string): { script: string; env: Record<string, string> }
}

const loopback = '127.0.0.1'

export const servers: Readonly<Record<ServerName, ServerKind>> = {
  pliego: {
    name: 'pliego',
    title: 'Pliego',
    dialect: 'stock',
    // The journal goes into the tables 10 s after the first entry that is not there.
    putsOffMs: 10_500,
    command: (port, dataDir) => ({
      script: path.join(root, 'collab-server/main.ts'),
      env: {
        COLLAB_ACCESS: 'open',
        COLLAB_HOST: loopback,
        COLLAB_PORT: String(port),
        PORT: port === 3000 ? '3001' : '3000',
        DATA_DIR: dataDir,
      },
    }),
  },
  'y-websocket-server': {
    name: 'y-websocket-server',
    title: '@y/websocket-server 0.1.5, memory only',
    dialect: 'stock',
    putsOffMs: 0,
    command: (port) => ({
      script: peerFile('y-websocket-server', 'node_modules/@y/websocket-server/src/server.js'),
      env: { HOST: loopback, PORT: String(port) },
    }),
  },
  'y-websocket-leveldb': {
    name: 'y-websocket-leveldb',
    title: 'y-websocket 2.1.0 with LevelDB',
    dialect: 'stock',
    putsOffMs: 0,
    command: (port, dataDir) => ({
      script: peerFile('y-websocket-leveldb', 'node_modules/y-websocket/bin/server.cjs'),
      env: { HOST: loopback, PORT: String(port), YPERSISTENCE: dataDir },
    }),
  },
  hocuspocus: {
    name: 'hocuspocus',
    title: 'Hocuspocus 4.7.0 with SQLite',
    dialect: 'named',
    putsOffMs: 0,
    command: (port, dataDir) => ({
      script: peerFile('hocuspocus-sqlite', 'server.mjs'),
      env: { HOST: loopback, PORT: String(port), DATA_DIR: dataDir },
    }),
  },
  relay: {
    name: 'relay',
    title: 'bare ws relay',
    dialect: 'relay',
    putsOffMs: 0,
    command: (port) => ({
      script: ownPeerFile('bare-relay/server.mjs'),
      env: { HOST: loopback, PORT: String(port) },
    }),
  },
}

export type RunningServer = { readonly pid: number; readonly port: number; stop(): Promise<void> }

/**
 * Starts a server under the same Node as all others and without any other setting.
 * @param flags for Node itself: a profile, say
 */
export async function startBenchServer(
  kind: ServerKind,
  dataDir: string,
  flags: readonly string[] = [],
): Promise<RunningServer> {
  const port = await freePort()
  const { script, env } = kind.command(port, dataDir)
  const child = spawn(process.execPath, [...flags, script], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const { pid } = child
  const exited = once(child, 'exit')
  const ready = await untilAnswers(`http://${loopback}:${port}/readyz`, AbortSignal.timeout(15_000))
  if (!ready || pid === undefined) throw new Error(`${kind.title} did not start`)
  return {
    pid,
    port,
    async stop() {
      child.kill('SIGTERM')
      const impatience = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await exited
      clearTimeout(impatience)
    },
  }
}
