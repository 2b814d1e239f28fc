import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'

import { signFeedToken } from '#access/feed-token'
import { freePort } from '#collab-server/testing/free-port'
import { startTestServer, testSecret } from '#collab-server/testing/start-test-server'
import { startFront, type FrontFaults } from '#e2e/support/handler-front'
import { startHandlerServices } from '#e2e/support/handler-services'
import { diagnose, type Diagnosis } from '#features/doctor/diagnose'
import { lookInto } from '#features/doctor/look-into'
import { lookAround } from '#features/doctor/server/look-around'
import { httpSocket } from '#features/editor/session/http-socket'
import { tunnelTimings } from '#features/editor/session/http-tunnel'

// Six set-ups that are broken on purpose, and a sound one, looked into as /doctor does.

let services: Awaited<ReturnType<typeof startHandlerServices>>

beforeAll(async () => {
  services = await startHandlerServices()
}, 60_000)
afterAll(() => services.stop())

type SetUp = {
  faults?: Partial<FrontFaults>
  /** `COLLAB_URL`; else the proxy's own address at /collab. */
  collabUrl?: string
  /** Of the collab server that the app asks; else the one behind the proxy. */
  internalUrl?: string
}

async function examine({ faults = {}, collabUrl, internalUrl }: SetUp): Promise<Diagnosis> {
  const { POST, GET, DELETE } = await import('../app/api/tunnel/route.ts')
  const asked = async (request: Request): Promise<Response> => {
    const { headers } = request
    const issuedAt = Date.now()
    const token = signFeedToken(testSecret, { userId: 'ana', issuedAt, expiresAt: issuedAt + 60_000 })
    const page = new URL(front.url)
    const publicUrl = collabUrl ?? `${front.url.replace('http', 'ws')}/collab`
    const inner = internalUrl ?? services.collabUrl.replace('ws', 'http')
    const about = { headers, takesOrigin: true, page, collabPort: 1234, pass: token }
    const server = await lookAround({ ...about, internalUrl: inner, publicUrl })
    return Response.json({ server, pass: { token, collab: { url: publicUrl, port: 1234 } } })
  }
  const front = await startFront(
    { '/api/tunnel': { POST, GET, DELETE }, '/api/doctor': { POST: asked } },
    services.collabUrl,
    faults,
  )
  onTestFinished(() => front.stop())
  const bufferedAfterMs = faults.buffers ? 300 : 8_000
  const report = await lookInto(
    {
      askUrl: `${front.url}/api/doctor`,
      socketUrl: ({ url = '' }) => url,
      Socket: WebSocket,
      fallback: () => {
        const way = { buffers: false }
        const timings = { ...tunnelTimings, bufferedAfterMs }
        return { Socket: httpSocket(`${front.url}/api/tunnel`, way, timings), way }
      },
      timings: { openWithinMs: 10_000, answerWithinMs: 10_000, silenceMs: 1_500 },
    },
    () => undefined,
  )
  return diagnose(report)
}

test('in a sound set-up every step is good', async () => {
  const { steps, culprits } = await examine({})
  expect(culprits).toEqual([])
  const { tls, ...others } = steps
  expect(tls).toBe('none')
  expect(new Set(Object.values(others))).toEqual(new Set(['good']))
})

test('a proxy that strips Upgrade', async () => {
  const { steps, culprits } = await examine({ faults: { blocksUpgrades: true } })
  expect(culprits).toEqual(['stripsUpgrade'])
  expect(steps).toMatchObject({ tcp: 'good', answer: 'bad', upgrade: 'bad', fallback: 'good' })
})

test('a proxy that holds answers back', async () => {
  const { steps, culprits } = await examine({ faults: { buffers: true } })
  expect(culprits).toEqual(['buffers'])
  expect(steps).toMatchObject({ upgrade: 'good', fallback: 'good', streamed: 'bad' })
})

test('a proxy with a short time-out', async () => {
  const { steps, culprits } = await examine({ faults: { cutsAfterMs: 500 } })
  expect(culprits).toEqual(['shortTimeout'])
  expect(steps).toMatchObject({ upgrade: 'good', firstFrame: 'good', fallback: 'good' })
})

test('a wrong origin', async () => {
  // One that takes pages of another address only.
  const other = await startTestServer()
  const { steps, culprits } = await examine({
    internalUrl: other.url.replace('ws', 'http'),
    collabUrl: other.url,
  })
  expect(culprits).toEqual(['wrongOrigin'])
  expect(steps).toMatchObject({ collab: 'good', origin: 'bad' })
})

test('a wrong COLLAB_URL: nobody there, somebody else there, no such name', async () => {
  const nobody = await examine({ collabUrl: `ws://127.0.0.1:${await freePort()}` })
  expect(nobody.culprits).toEqual(['wrongCollabUrl'])
  expect(nobody.steps).toMatchObject({ name: 'good', tcp: 'bad', upgrade: 'bad', fallback: 'good' })
  const elsewhere = await examine({ collabUrl: `${services.collabUrl}/elsewhere` })
  expect(elsewhere.culprits).toEqual(['wrongCollabUrl'])
  expect(elsewhere.steps).toMatchObject({ tcp: 'good', answer: 'bad' })
  const unknown = await examine({ collabUrl: 'ws://collab.invalid' })
  expect(unknown.culprits).toEqual(['wrongCollabUrl'])
  expect(unknown.steps).toMatchObject({ name: 'bad', tcp: 'none' })
})

test('a dead collab server', async () => {
  const deadUrl = `127.0.0.1:${await freePort()}`
  const { steps, culprits } = await examine({
    internalUrl: `http://${deadUrl}`,
    collabUrl: `ws://${deadUrl}`,
  })
  expect(culprits).toEqual(['collabDown'])
  expect(steps).toMatchObject({ http: 'good', collab: 'bad', origin: 'none', upgrade: 'bad' })
})
