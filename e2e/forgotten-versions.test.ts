import { gunzipSync } from 'node:zlib'
import { expect, it, onTestFinished } from 'vitest'

import { lifeOfRun } from '#collab-server/history/life-of-run'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import type { AppServices } from '#features/documents/server/app-services'
import { readHistory } from '#features/history/history-file'
import { encodeRun } from '#storage/run-codec'
import { openSqliteAppStore } from '#storage/sqlite/sqlite-app-store'

import { packHistory } from '../app/api/documents/[documentId]/history/pack-history.ts'

const emptyUpdate = Uint8Array.of(0, 0)
const entry = (sessionId: string, userId: string) => ({
  documentId: 'd',
  receivedAt: 1_000,
  userId,
  sessionId,
  update: emptyUpdate,
})

/** A life whose oldest entry has this number. */
const lifeFrom = (first: number): Uint8Array<ArrayBuffer> =>
  lifeOfRun(encodeRun([entry('before', ''), entry('tab', 'ana')]), first)

it('names of versions that are no longer kept go to nobody and stay nowhere, nor who gave them', async () => {
  const store = openSqliteAppStore(temporaryFolder())
  onTestFinished(() => store.close())
  await store.documents.insert({ id: 'd', ownerId: 'ana', createdAt: 1, generalRole: 'editor' })
  for (const [sequence, namedBy] of [
    [3, 'eva'],
    [4, 'ana'],
    [5, 'ana'],
  ] as const)
    await store.versions.putName('d', { sequence, name: `Version ${sequence}`, namedBy, namedAt: 5 }, 10)
  const versionsShown = async (first: number): Promise<number[]> => {
    const collabServer = {
      life: () => Promise.resolve(lifeFrom(first)),
      sizes: () => Promise.resolve({ presentBytes: 1, historyBytes: 1 }),
    } as Partial<AppServices['collabServer']> as AppServices['collabServer']
    const packed = await packHistory({ store, collabServer }, 'd')
    if (!Buffer.isBuffer(packed)) throw new Error('there is no history')
    return readHistory(gunzipSync(packed)).named.map(({ version }) => version)
  }
  expect(await versionsShown(1)).toEqual([3, 4, 5])
  expect(await versionsShown(4)).toEqual([4, 5])
  expect((await store.versions.ofDocument('d')).map(({ sequence }) => sequence)).toEqual([4, 5])
})
