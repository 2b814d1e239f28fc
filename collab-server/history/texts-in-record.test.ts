import { onTestFinished, expect, it } from 'vitest'

import { textsInRecord } from '#collab-server/history/texts-in-record'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { textUpdate } from '#collab-server/testing/wire-client'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'

const { signal } = new AbortController()
const entry = (update: Uint8Array) => ({
  documentId: 'doc',
  receivedAt: 1,
  userId: 'ana',
  sessionId: 's',
  update,
})

it('finds what was ever written, folded or not, until it is forgotten', async () => {
  const options = { onCrash: () => undefined, onDrainFailed: () => undefined }
  const store = await JournaledDocumentUpdateStore.open(temporaryFolder(), options)
  onTestFinished(() => store.close())
  expect(await textsInRecord(store, 'doc', ['one'], signal)).toBeUndefined()
  await store.append([entry(textUpdate('one', 1))])
  await store.append(Array.from({ length: 600 }, (_row, n) => entry(textUpdate('…', n + 10))))
  await store.append([entry(textUpdate('two', 2))])
  const search = () => textsInRecord(store, 'doc', ['two', 'three', 'one'], signal)
  expect(await search()).toEqual(['two', 'one'])
  await store.compact('doc', 601, textUpdate('a snapshot', 3))
  expect(await search()).toEqual(['two', 'one'])
  await store.forget({ ...entry(textUpdate('all before', 4)), sequence: 601 })
  expect(await search()).toEqual(['two'])
})
