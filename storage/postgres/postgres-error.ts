import { StorageError } from '#storage/storage-error'

/** What an operator can do something about, by SQLSTATE or the system's code. */
const sentences: Readonly<Record<string, string>> = {
  '28P01': 'PostgreSQL refuses the user name or the password',
  '28000': 'PostgreSQL does not let this user in from here (pg_hba.conf)',
  '3D000': 'PostgreSQL has no database of this name',
  '42501': 'the user may not do this in PostgreSQL; it needs to create schemas and tables in its database',
  '53100': 'the disk of PostgreSQL is full',
  '53300': 'PostgreSQL takes no more connections (max_connections)',
  '57P03': 'PostgreSQL is starting or stopping',
  ECONNREFUSED: 'PostgreSQL cannot be reached: nothing listens at this address',
  ENOTFOUND: 'PostgreSQL cannot be reached: there is no host of this name',
  EAI_AGAIN: 'PostgreSQL cannot be reached: the name of its host cannot be looked up now',
  ETIMEDOUT: 'PostgreSQL cannot be reached: it does not answer',
}

/** What PostgreSQL or the way to it says, in the terms of the ports. The address is never part of it: it has a password. */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const code = codeOf(error)
  const said = error instanceof Error ? error.message : String(error)
  const sentence = sentences[code]
  const message = sentence === undefined ? `PostgreSQL: ${said || code}` : withReason(sentence, said)
  // data_corrupted and index_corrupted.
  return new StorageError(code === 'XX001' || code === 'XX002' ? 'damaged' : 'unavailable', message, error)
}

function withReason(sentence: string, said: string): string {
  return said === '' ? sentence : `${sentence} (${said})`
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}
