import { holdAlone, type Hold } from '#storage/postgres/hold-alone'
import type { PostgresLocation } from '#storage/postgres/postgres-database'
import { toStorageError } from '#storage/postgres/postgres-error'
import type { StoreInterruption } from '#storage/store-interruption'

const againAfterMs = 1_000

export type KeptSchema = {
  readonly isHeld: boolean
  letGo(): Promise<void>
}

/**
 * Holds a schema for this process, alone or together with others, and takes it anew where the connection breaks that it is held by: PostgreSQL was
 * restarted, say. Meanwhile somebody else may have it. @throws {StorageError} `inUse` where somebody has it at first
 */
export async function keepAlone(
  location: PostgresLocation,
  { lost, regained }: StoreInterruption,
  how: Hold = 'alone',
): Promise<KeptSchema> {
  let wanted = true
  let again: NodeJS.Timeout | undefined
  let letGo: (() => Promise<void>) | undefined
  const lose = (error: Error): void => {
    letGo = undefined
    if (!wanted) return
    lost(toStorageError(error))
    retry()
  }
  const retry = (): void => {
    again = setTimeout(() => void hold().then(regained, () => wanted && retry()), againAfterMs)
  }
  const hold = async (): Promise<void> => {
    const held = await holdAlone(location, lose, undefined, how)
    if (wanted) letGo = held
    else await held()
  }
  await hold()
  return {
    get isHeld() {
      return letGo !== undefined
    },
    async letGo() {
      wanted = false
      clearTimeout(again)
      await letGo?.()
    },
  }
}
