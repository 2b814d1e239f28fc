import type { Page } from '@playwright/test'

type Snapshot = {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[]
      readonly node_types: readonly [readonly string[], ...unknown[]]
    }
  }
  readonly nodes: readonly number[]
}

/** The longer scripts run the more of them the browser compiles, and nobody holds that; the others are not V8's. */
const leftOut = new Set(['code', 'native', 'synthetic'])

/** What the scripts of a page hold after a garbage collection, in MB, without what the browser makes of the scripts. */
export async function heldMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.enable')
  // Twice: what the first sets free may hold something that only then is.
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.collectGarbage')
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return bytesHeld(JSON.parse(chunks.join('')) as Snapshot) / 1e6
}

export function bytesHeld({ snapshot: { meta }, nodes }: Snapshot): number {
  const [types] = meta.node_types
  const [type, size] = [meta.node_fields.indexOf('type'), meta.node_fields.indexOf('self_size')]
  let bytes = 0
  for (let at = 0; at < nodes.length; at += meta.node_fields.length) {
    if (!leftOut.has(types[nodes[at + type] ?? -1] ?? '')) bytes += nodes[at + size] ?? 0
  }
  return bytes
}
