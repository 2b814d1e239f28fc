import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import type { Config } from '#config/load-config'
import { parseSecret } from '#config/parsers'

/**
 * The secret shared by the app and the collab server: `COLLAB_SECRET`, or the file
 * `DATA_DIR/collab-secret` (mode 600), made by whoever comes first. Both processes may call it at once.
 */
export function readCollabSecret(config: Pick<Config, 'collabSecret' | 'dataDir'>): string {
  return config.collabSecret ?? keptSecret(config.dataDir, 'collab-secret')
}

/** The same for the secret that signs the cookies of accounts: `AUTH_SECRET`, or `DATA_DIR/auth-secret`. */
export function readAuthSecret(config: Pick<Config, 'authSecret' | 'dataDir'>): string {
  return config.authSecret ?? keptSecret(config.dataDir, 'auth-secret')
}

function keptSecret(dataDir: string, name: string): string {
  const file = path.join(dataDir, name)
  try {
    return readSecretFile(file)
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  // Written aside and linked into place: nobody ever reads half a secret, and the first link wins. On
  // disk before it has its name, or a power cut could leave an empty file there.
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
  return readSecretFile(file)
}

/** A file cut short is no secret: whoever guesses what is left of it could sign tokens for any document. */
function readSecretFile(file: string): string {
  const text = readFileSync(file, 'utf8').trim()
  try {
    return parseSecret(text)
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    throw new Error(`${file} ${problem}; without the file a new secret is made`, { cause: error })
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
