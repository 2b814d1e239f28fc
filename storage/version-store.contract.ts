import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { AppStore } from '#storage/app-store'

const named = (sequence: number, name: string, namedBy = 'ana') => ({
  sequence,
  name,
  namedBy,
  namedAt: 5,
})

/** What every adapter must do for names of versions. `open` opens the same store each time, first an empty one. */
export function versionStoreContract(open: () => AppStore | Promise<AppStore>): void {
  describe('contract: names of versions', () => {
    let store: AppStore

    beforeEach(async () => {
      store = await open()
      for (const id of ['d1', 'd2']) {
        await store.documents.insert({ id, ownerId: 'ana', createdAt: 1, generalRole: 'editor' })
      }
    })
    afterEach(() => store.close())

    it('are kept in the order of the versions, one for each, over a reopening', async () => {
      for (const name of [named(9, 'Sent'), named(3, 'Draft'), named(9, 'Sent to print', 'eva')]) {
        expect(await store.versions.putName('d1', name, 10)).toBe(true)
      }
      await store.close()
      store = await open()
      expect(await store.versions.ofDocument('d1')).toEqual([
        named(3, 'Draft'),
        named(9, 'Sent to print', 'eva'),
      ])
      expect(await store.versions.ofDocument('d2')).toEqual([])
      await store.versions.removeName('d1', 3)
      await store.versions.removeName('d2', 9)
      expect(await store.versions.ofDocument('d1')).toEqual([named(9, 'Sent to print', 'eva')])
    })

    it('go where their versions are no longer kept', async () => {
      for (const sequence of [2, 5, 6]) await store.versions.putName('d1', named(sequence, 'One'), 10)
      await store.versions.putName('d2', named(2, 'Two'), 10)
      await store.versions.removeBefore('d1', 5)
      expect(await store.versions.ofDocument('d1')).toEqual([named(5, 'One'), named(6, 'One')])
      expect(await store.versions.ofDocument('d2')).toEqual([named(2, 'Two')])
    })

    it('are no more than so many, whose names may change', async () => {
      expect(await store.versions.putName('d1', named(1, 'One'), 1)).toBe(true)
      expect(await store.versions.putName('d1', named(2, 'Two'), 1)).toBe(false)
      expect(await store.versions.putName('d1', named(1, 'First'), 1)).toBe(true)
      expect(await store.versions.ofDocument('d1')).toEqual([named(1, 'First')])
    })

    it('are of the account of a guest who has one, and of nobody once it is gone', async () => {
      await store.versions.putName('d1', named(1, 'One', 'guest'), 10)
      await store.accounts.adoptGuest('guest', 'luz')
      expect(await store.versions.ofDocument('d1')).toEqual([named(1, 'One', 'luz')])
      await store.ownData.depart('luz', { handOver: false })
      expect(await store.versions.ofDocument('d1')).toEqual([named(1, 'One', '')])
    })

    it('go with their document', async () => {
      await store.versions.putName('d1', named(1, 'One'), 10)
      await store.documents.remove('d1')
      expect(await store.versions.ofDocument('d1')).toEqual([])
    })
  })
}
