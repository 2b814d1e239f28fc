import { onTestFinished } from 'vitest'

import type { LogLevel } from '#collab-server/log'
import { startCollabServer, type CollabServer } from '#collab-server/server'
import type { CollabServerSettings } from '#collab-server/settings'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { signDocumentToken, type DocumentTokenClaims } from '#access/document-token'
import { fixedSecret } from '#config/shared-secret'
import { signInternalRequest, internalSignatureHeader } from '#access/internal-signature'
import { schemaVersion } from '#schema/version'

export const testSecret = 'a secret of the tests, long enough'
export const appOrigin = 'http://pliego.test:3000'

type LoggedEvent = {
  readonly level: LogLevel
  readonly event: string
  readonly fields?: Readonly<Record<string, unknown>>
}

export type TestServer = CollabServer & {
  readonly dataDir: string
  readonly url: string
  readonly events: readonly LoggedEvent[]
  /** A path with the query of somebody who may come in. */
  pathFor(
    documentId: string,
    claims?: Partial<DocumentTokenClaims>,
    parameters?: Record<string, string>,
  ): string
  /** A signed request of the app, with a JSON body where there is one. */
  internal(method: string, path: string, content?: unknown, signal?: AbortSignal): Promise<Response>
}

/** An in-process server on a free port, in token mode unless told otherwise; closed with the test. */
export async function startTestServer(settings: Partial<CollabServerSettings> = {}): Promise<TestServer> {
  const dataDir = settings.dataDir ?? temporaryFolder()
  const events: LoggedEvent[] = []
  const server = await startCollabServer({
    host: '127.0.0.1',
    port: 0,
    access: {
      mode: 'token',
      secret: fixedSecret(testSecret),
      origins: { allowedOrigins: [appOrigin], appPort: 3000, trustProxy: false },
    },
    log: (level, event, fields) => events.push({ level, event, ...(fields && { fields }) }),
    ...settings,
    dataDir,
  })
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= server.close())
  onTestFinished(close)
  const { port } = server
  return {
    port,
    stats: () => server.stats(),
    close,
    dataDir,
    url: `ws://127.0.0.1:${port}`,
    events,
    pathFor: (documentId, claims = {}, parameters = {}) => {
      const token = signDocumentToken(testSecret, {
        documentId,
        userId: 'user-1',
        role: 'editor',
        via: 'address',
        issuedAt: Date.now(),
        expiresAt: Date.now() + 60_000,
        ...claims,
      })
      const query = new URLSearchParams({ token, schema: String(schemaVersion), ...parameters })
      return `/${documentId}?${query.toString()}`
    },
    internal: (method, path, content, signal) => {
      const body = content === undefined ? '' : JSON.stringify(content)
      const signature = signInternalRequest(testSecret, { method, path, body }, Date.now())
      const headers = { [internalSignatureHeader]: signature }
      const options = { method, headers, ...(body !== '' && { body }), ...(signal && { signal }) }
      return fetch(`http://127.0.0.1:${port}${path}`, options)
    },
  }
}
