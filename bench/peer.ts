import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export const peerName = '@y/websocket-server@0.1.5'

const folder = path.join(import.meta.dirname, 'peers')

/** The peer's start script, installed here alone and only for the bench. */
export function installedPeer(): string {
  const script = path.join(folder, 'node_modules/@y/websocket-server/src/server.js')
  if (existsSync(script)) return script
  console.log(`Installing ${peerName} for the comparison`)
  mkdirSync(folder, { recursive: true })
  const manifest = {
    private: true,
    dependencies: { '@y/websocket-server': '0.1.5' },
    // The version it was published against; its declared peers do not resolve without both of these.
    overrides: { '@y/protocols': '1.0.6-1' },
  }
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2))
  const args = [
    'install',
    '--legacy-peer-deps',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const { status, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${peerName} could not be installed:\n${stderr}`)
  return script
}
