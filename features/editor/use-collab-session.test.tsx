// @vitest-environment jsdom
import { IDBFactory as FakeFactory, IDBKeyRange as FakeKeyRange } from 'fake-indexeddb'
import { act, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'

import type { CollabSession } from '#features/editor/collab-session'
import { ScriptedServer } from '#features/editor/session/scripted-server'
import { loadSession, useCollabSession } from '#features/editor/use-collab-session'

let server: ScriptedServer
const until = (check: () => void) =>
  vi.waitFor(
    async () => {
      // What comes by itself is shown when an act ends.
      await act(() => new Promise<void>((resolve) => setTimeout(resolve, 10)))
      check()
    },
    { timeout: 5_000 },
  )

beforeEach(async () => {
  await loadSession()
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  // Node's own does not take the events of jsdom.
  vi.stubGlobal('WebSocket', WebSocket)
  vi.stubGlobal('indexedDB', new FakeFactory())
  vi.stubGlobal('IDBKeyRange', FakeKeyRange)
  server = new ScriptedServer()
  await server.listen()
})

afterEach(async () => {
  await server.kill()
  vi.unstubAllGlobals()
})

test('in StrictMode one session connects, and none is left after unmounting', async () => {
  const sessions = new Set<CollabSession>()
  function Probe({ documentId }: { documentId: string }) {
    const opened = useCollabSession({
      documentId,
      collab: { url: server.url, port: 1 },
      token: 'first',
      role: 'editor',
      userId: 'ana',
      requestToken: () => Promise.reject(new Error('not asked')),
    })
    if (opened) sessions.add(opened.session)
    return opened?.state.saveStatus ?? 'none'
  }
  const place = document.createElement('div')
  const root = createRoot(place)
  const show = (documentId: string) =>
    act(() => {
      root.render(
        <StrictMode>
          <Probe documentId={documentId} />
        </StrictMode>,
      )
    })

  show('one')
  await until(() => expect(place.textContent).toBe('saved'))
  expect(server.connections).toBe(1)
  const [first] = [...sessions].slice(-1)

  show('two')
  await until(() => expect(place.textContent).toBe('saved'))
  await until(() => expect(server.connections).toBe(1))
  expect([...sessions].at(-1)).not.toBe(first)

  act(() => root.unmount())
  await until(() => expect(server.connections).toBe(0))
})
