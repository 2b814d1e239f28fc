import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import type { Config } from '#config/load-config'
import { parseSecret } from '#config/parsers'
import {
  ChangingSecret,
  fixedSecret,
  secretLeadMs,
  signingAt,
  stillAccepted,
  type DatedSecret,
  type SharedSecret,
} from '#config/shared-secret'

type SecretConfig = Pick<Config, 'collabSecret' | 'dataDir'>

const collabFile = 'collab-secret'
/** So that pressing again and again leaves no long list to check every signature against. */
const leastBetweenChangesMs = 60_000

/**
 * The secret shared by the app and the collab server that signs now: `COLLAB_SECRET`, or the last one begun of the file
 * `DATA_DIR/collab-secret` (mode 600), made by whoever comes first. Both processes may call it at once.
 */
export function readCollabSecret(config: SecretConfig): string {
  return config.collabSecret ?? signingAt(keptSecrets(config.dataDir, collabFile), Date.now())
}

/** The same for as long as a process runs, which sees another one that is put into the file. */
export function openCollabSecret(config: SecretConfig, onProblem: (error: unknown) => void): SharedSecret {
  if (config.collabSecret !== undefined) return fixedSecret(config.collabSecret)
  // Made anew it would be known to nobody else; without the file, those that are known go on.
  readCollabSecret(config)
  const file = path.join(config.dataDir, collabFile)
  return new ChangingSecret(() => readSecretFile(file), { onProblem })
}

/** When the shared secret was last changed; null where it never was, or stands in the environment. */
export function collabSecretChangedAt(config: SecretConfig): number | null {
  if (config.collabSecret !== undefined) return null
  return keptSecrets(config.dataDir, collabFile).at(-1)?.signsFrom || null
}

/**
 * Puts another secret into the file, which signs from a moment later on; those before it count for `longestMs` more,
 * as long as what they signed can last.
 */
export function changeCollabSecret(
  config: SecretConfig,
  longestMs: number,
  now = Date.now(),
): 'changed' | 'inEnvironment' | 'changedJustNow' {
  if (config.collabSecret !== undefined) return 'inEnvironment'
  const secrets = keptSecrets(config.dataDir, collabFile)
  const last = secrets.at(-1)?.signsFrom ?? 0
  if (Math.abs(now + secretLeadMs - last) < leastBetweenChangesMs) return 'changedJustNow'
  const next = { text: newSecret(), signsFrom: now + secretLeadMs }
  const file = path.join(config.dataDir, collabFile)
  const draft = writeDraft(file, [...stillAccepted(secrets, longestMs, now), next])
  renameSync(draft, file)
  return 'changed'
}

/** The secret that signs the cookies of accounts: `AUTH_SECRET`, or `DATA_DIR/auth-secret`, made as the other. */
export function readAuthSecret(config: Pick<Config, 'authSecret' | 'dataDir'>): string {
  return config.authSecret ?? signingAt(keptSecrets(config.dataDir, 'auth-secret'), Date.now())
}

function keptSecrets(dataDir: string, name: string): readonly DatedSecret[] {
  const file = path.join(dataDir, name)
  try {
    return readSecretFile(file)
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const draft = writeDraft(file, [{ text: newSecret(), signsFrom: 0 }])
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
  return readSecretFile(file)
}

const newSecret = (): string => randomBytes(32).toString('base64url')

/**
 * A file beside the one it is for, to be put into its place: nobody ever reads half a secret, and of several first
 * ones one wins. On disk before it has its name, or a power cut could leave an empty file there.
 */
function writeDraft(file: string, secrets: readonly DatedSecret[]): string {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const lines = secrets.map(({ text, signsFrom }) => (signsFrom === 0 ? text : `${text} ${signsFrom}`))
  writeFileSync(draft, `${lines.join('\n')}\n`, { mode: 0o600, flush: true })
  return draft
}

/**
 * One secret a line, in the order in which they were made; behind each but the first when it begins to sign. A file cut
 * short is no secret: whoever guesses what is left of it could sign tokens for any document.
 */
function readSecretFile(file: string): readonly DatedSecret[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  try {
    return lines.map(readLine)
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    throw new Error(`${file} ${problem}; without the file a new secret is made`, { cause: error })
  }
}

function readLine(line: string): DatedSecret {
  const [, text, signsFrom] = /^(.*) (\d{1,15})$/.exec(line) ?? []
  if (text === undefined) return { text: parseSecret(line.trim()), signsFrom: 0 }
  return { text: parseSecret(text), signsFrom: Number(signsFrom) }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
