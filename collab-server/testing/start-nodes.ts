import { InProcessHub, type InProcessBus } from '#collab-server/bus/in-process-bus'
import type { CollabServerSettings } from '#collab-server/settings'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import type { PostgresLocation } from '#storage/postgres/postgres-database'
import { PostgresDocumentUpdateStore } from '#storage/postgres/postgres-document-update-store'

export type TestNode = TestServer & { readonly bus: InProcessBus }

/** Servers of one process on one store, over a bus that can be cut; in open mode unless told otherwise. */
export function startNodes(
  count: number,
  location: PostgresLocation,
  settings: Partial<CollabServerSettings> = {},
): Promise<TestNode[]> {
  const hub = new InProcessHub()
  const access = settings.access ?? { mode: 'open' }
  const start = async (): Promise<TestNode> => {
    const bus = hub.connect()
    const server = await startTestServer({
      ...settings,
      ...(settings.access ? {} : { access }),
      openShared: async (interruption) => ({
        store: await PostgresDocumentUpdateStore.openTogether(location, access.mode === 'open', interruption),
        bus,
      }),
    })
    return Object.assign(server, { bus })
  }
  return Promise.all(Array.from({ length: count }, start))
}
