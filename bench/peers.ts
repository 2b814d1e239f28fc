import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const folder = path.join(import.meta.dirname, 'peers')

/** What is installed only for the bench, by the lockfile beside it; a folder of `peers/` each. */
export const peerPackages = {
  'y-websocket-server': ['--legacy-peer-deps'],
  'y-websocket-leveldb': [],
  'hocuspocus-sqlite': [],
  'editor-control': [],
} as const satisfies Record<string, readonly string[]>

export type PeerPackage = keyof typeof peerPackages

/** A file of a peer, which is installed where it is not. @throws {Error} where npm cannot. */
export function peerFile(name: PeerPackage, file: string): string {
  const home = path.join(folder, name)
  const lock = path.join(home, 'package-lock.json')
  const mark = path.join(home, 'node_modules', '.installed')
  const isCurrent = existsSync(mark) && readFileSync(mark, 'utf8') === String(statSync(lock).size)
  if (!isCurrent) {
    console.log(`Installing ${name} for the comparison`)
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...peerPackages[name]]
    const { status, stderr } = spawnSync('npm', ['ci', ...flags], { cwd: home, encoding: 'utf8' })
    if (status !== 0) throw new Error(`${name} could not be installed:\n${stderr}`)
    writeFileSync(mark, String(statSync(lock).size))
  }
  return path.join(home, file)
}

/** A file of ours among the peers, which needs nothing installed. */
export function ownPeerFile(file: string): string {
  return path.join(folder, file)
}
