import { expect, test } from 'vitest'

import { friendsForever } from '#collab-server/testing/friends-forever'
import { versionsBefore } from '#collab-server/testing/recorded-trace'
import { startTestServer } from '#collab-server/testing/start-test-server'
import { stockClient, synced } from '#collab-server/testing/stock-client'
import { TraceWriter } from '#collab-server/testing/trace-writer'

test('two people who wrote at once end in their recorded text, also after a restart', async () => {
  const trace = friendsForever()
  const limits = { commitIntervalMs: 0 }
  const server = await startTestServer({ access: { mode: 'open' }, limits })
  // Yjs orders concurrent text by client id; the recorded end has agent 0 first.
  const writers = [
    new TraceWriter(server.url, 'friends', 1),
    new TraceWriter(server.url, 'friends', 2),
  ] as const
  await Promise.all(writers.map((writer) => writer.sync()))

  let merges = 0
  for (const [index, before] of versionsBefore(trace.txns).entries()) {
    const { agent, patches } = trace.txns[index] ?? { agent: 0, patches: [] }
    const [me, other] = agent === 0 ? [writers[0], writers[1]] : [writers[1], writers[0]]
    const [own, others] = agent === 0 ? before : [before[1], before[0]]
    if (me.footprints.length !== own)
      throw new Error(`transaction ${index} is not made on its author's last one`)
    if (await me.merge(other, others)) merges++
    me.apply(patches)
  }
  for (const [me, other] of [writers, [writers[1], writers[0]]] as const) {
    await me.merge(other, other.footprints.length)
    expect(me.client.doc.getText('text').toJSON()).toBe(trace.endContent)
  }
  console.log(`${trace.name}: ${trace.txns.length} transactions, ${merges} merges on the way`)
  await server.close()

  const again = await startTestServer({ access: { mode: 'open' }, dataDir: server.dataDir })
  const late = stockClient(again.url, 'friends')
  await synced(late)
  expect(late.doc.getText('text').toJSON()).toBe(trace.endContent)
}, 120_000)
