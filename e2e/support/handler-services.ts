import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { startCollabServer } from '#collab-server/server'
import type { CollabServerSettings } from '#collab-server/settings'
import { testSecret } from '#collab-server/testing/start-test-server'
import { openCollabSecret } from '#config/kept-secrets'
import { fixedSecret } from '#config/shared-secret'
import { appServices } from '#features/documents/server/app-services'

/**
 * Lets the app's handlers of this process work on a store and a collab server of their own, with these settings. To
 * be called before the first handler; `stop` when all is done.
 */
export async function startHandlerServices(
  settings: Record<string, string> = {},
  /** Else the servers' secret stands in the environment. */
  {
    secretInFile = false,
    openStore,
  }: { secretInFile?: boolean; openStore?: CollabServerSettings['openStore'] } = {},
): Promise<{ collabUrl: string; stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'pliego-handlers-'))
  const appDir = path.join(dataDir, 'app')
  const secret = secretInFile
    ? openCollabSecret({ collabSecret: undefined, dataDir: appDir }, console.error)
    : fixedSecret(testSecret)
  const server = await startCollabServer({
    host: '127.0.0.1',
    port: 0,
    dataDir: path.join(dataDir, 'collab'),
    ...(openStore && { openStore }),
    access: { mode: 'token', secret, origins: { appPort: 3000, trustProxy: false } },
  })
  Object.assign(process.env, settings, {
    DATA_DIR: appDir,
    COLLAB_SECRET: secretInFile ? '' : testSecret,
    COLLAB_HOST: '127.0.0.1',
    COLLAB_PORT: String(server.port),
  })
  return {
    collabUrl: `ws://127.0.0.1:${server.port}`,
    async stop() {
      await appServices().store.close()
      await server.close()
      rmSync(dataDir, { recursive: true })
    },
  }
}
