import { expect, it } from 'vitest'

import { DiskWatch } from '#collab-server/monitoring/disk-watch'
import { eventually } from '#collab-server/testing/eventually'
import { startTestServer } from '#collab-server/testing/start-test-server'

it('says once that there is too little room, and once that there is enough again', async () => {
  const events: unknown[] = []
  let bavail = 0
  const watch = new DiskWatch({
    dataDir: '/data',
    lowBytes: 2_000,
    log: (level, event, fields) => events.push([level, event, fields]),
    measure: async () => ({ bavail, blocks: 50, bsize: 100 }),
  })
  const freeBlocks = async (blocks: number): Promise<unknown[]> => {
    bavail = blocks
    await watch.look()
    return events.splice(0)
  }
  expect(await freeBlocks(20)).toEqual([])
  expect(await freeBlocks(19)).toEqual([['warn', 'disk-low', { freeBytes: 1_900, lowBytes: 2_000 }]])
  expect(watch.space).toEqual({ freeBytes: 1_900, sizeBytes: 5_000, lowBytes: 2_000 })
  for (const blocks of [10, 20, 21, 19]) {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    expect(await freeBlocks(blocks)).toEqual([])
  }
  expect(await freeBlocks(22)).toEqual([['info', 'disk-enough', { freeBytes: 2_200, lowBytes: 2_000 }]])
  expect(await freeBlocks(3)).toHaveLength(1)
})

it('gives no figure where the system gives none', async () => {
  const watch = new DiskWatch({
    dataDir: '/data',
    lowBytes: 1,
    log: () => undefined,
    measure: () => Promise.reject(new Error('not supported')),
  })
  await watch.look()
  expect(watch.space).toBeNull()
})

it('a server that starts on a disk with too little room says so in its log and its metrics', async () => {
  const lowBytes = Number.MAX_SAFE_INTEGER
  const server = await startTestServer({ lowDiskBytes: lowBytes })
  await eventually(() => {
    const warnings = server.events.filter(({ event }) => event === 'disk-low')
    expect(warnings).toMatchObject([{ level: 'warn', fields: { lowBytes } }])
  })
  const metrics = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text()
  expect(metrics).toContain(`\npliego_disk_low_bytes ${lowBytes}\n`)
})
