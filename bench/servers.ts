import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { freePort } from '#collab-server/testing/free-port'
import { root } from '../scripts/prepare/root.mjs'
import { untilAnswers } from '../scripts/supervise/answers.mjs'
import { installedPeer, peerName } from './peer.ts'

export type ServerKind = {
  readonly name: string
  /** Its script and what it needs in its environment. */
  command(port: number, dataDir: string): { script: string; env: Record<string, string> }
}

export const pliego: ServerKind = {
  name: 'Pliego',
  command: (port, dataDir) => ({
    script: path.join(root, 'collab-server/main.ts'),
    env: {
      COLLAB_ACCESS: 'open',
      COLLAB_HOST: '127.0.0.1',
      COLLAB_PORT: String(port),
      PORT: port === 3000 ? '3001' : '3000',
      DATA_DIR: dataDir,
    },
  }),
}

export const peer: ServerKind = {
  name: peerName,
  command: (port) => ({ script: installedPeer(), env: { HOST: '127.0.0.1', PORT: String(port) } }),
}

export type RunningServer = { readonly pid: number; readonly url: string; stop(): Promise<void> }

/** Starts a server of its own for one run, under the same Node as all others, without any other setting. */
export async function startBenchServer(kind: ServerKind): Promise<RunningServer> {
  const port = await freePort()
  const dataDir = await mkdtemp(path.join(tmpdir(), 'pliego-bench-'))
  const { script, env } = kind.command(port, dataDir)
  const child = spawn(process.execPath, [script], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const { pid } = child
  const exited = once(child, 'exit')
  const ready = await untilAnswers(`http://127.0.0.1:${port}/readyz`, AbortSignal.timeout(15_000))
  if (!ready || pid === undefined) throw new Error(`${kind.name} did not start`)
  return {
    pid,
    url: `ws://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM')
      await exited
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
