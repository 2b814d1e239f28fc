import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

import { signFeedToken } from '#access/feed-token'
import { readCollabSecret } from '#config/kept-secrets'
import { startPliego, type Pliego } from '#e2e/support/pliego'
import { PostgresDocumentUpdateStore } from '#storage/postgres/postgres-document-update-store'
import { findPostgres, startPostgres } from '#storage/postgres/testing/start-postgres'
import { treeCpuMs } from '../process-cpu.ts'
import { settledPssBytes, treePssBytes } from '../process-memory.ts'
import type { OwnFigures } from './figures.ts'

// `node bench/sizing/measure.ts`: what sizing needs and `npm run bench` does not measure; writes measured.json. It takes a
// production build, PostgreSQL and three minutes.

const opened = 100
const feeds = 2_000
const quietS = 30
const batches = 200
const rowsOfBatch = 100

const cookies = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

/** @returns the cookie of a guest */
async function comeIn({ url }: Pliego): Promise<string> {
  return cookies(await fetch(url))
}

async function ask(pliego: Pliego, cookie: string, method: 'GET' | 'POST', page: string): Promise<Response> {
  const response = await fetch(pliego.url + page, { method, headers: { cookie, origin: pliego.url } })
  if (!response.ok) throw new Error(`${method} ${page} answers ${response.status}`)
  return response
}

/** Microseconds of a process for each of so many calls, after a fifth as many before it counts. */
async function costOf(pid: number, times: number, call: () => Promise<unknown>): Promise<number> {
  for (let n = 0; n < times / 5; n++) await call()
  const before = treeCpuMs(pid)
  for (let n = 0; n < times; n++) await call()
  return Math.round(((treeCpuMs(pid) - before) * 1_000) / times)
}

type OfApp = Pick<
  OwnFigures,
  'appPageUs' | 'appRequestUs' | 'appBaseMb' | 'collabBaseMb' | 'feedKb' | 'pageKb' | 'idleUsPerSecond'
>

async function measureServers(): Promise<OfApp> {
  const pliego = await startPliego()
  const sockets: WebSocket[] = []
  try {
    const [collab = 0, app = 0] = pliego.processIds()
    const collabBaseMb = Math.round(treePssBytes(collab) / 1e6)
    const cookie = await comeIn(pliego)
    const { id } = (await (await ask(pliego, cookie, 'POST', '/api/documents')).json()) as { id: string }
    let pageKb = 0
    const appPageUs = await costOf(app, opened, async () => {
      pageKb = (await (await ask(pliego, cookie, 'GET', `/d/${id}`)).arrayBuffer()).byteLength / 1_000
    })
    const appRequestUs = await costOf(app, opened, async () =>
      (await ask(pliego, cookie, 'POST', `/api/documents/${id}/token`)).text(),
    )
    const appBaseMb = Math.round((await settledPssBytes(app, 3_000)) / 1e6)

    const before = await settledPssBytes(collab, 2_000)
    const secret = readCollabSecret({ dataDir: pliego.dataDir, collabSecret: undefined })
    for (let n = 0; n < feeds; n++) sockets.push(await openFeed(pliego, secret, `user-${n}`))
    const feedKb = ((await settledPssBytes(collab, 4_000)) - before) / feeds / 1_000
    const cpuBefore = treeCpuMs(collab)
    await sleep(quietS * 1_000)
    const idleUsPerSecond = ((treeCpuMs(collab) - cpuBefore) * 1_000) / feeds / quietS
    return {
      appPageUs,
      appRequestUs,
      appBaseMb,
      collabBaseMb,
      pageKb: round(pageKb),
      feedKb: round(feedKb),
      idleUsPerSecond: round(idleUsPerSecond),
    }
  } finally {
    for (const socket of sockets) socket.terminate()
    await pliego.stop()
  }
}

function openFeed({ url, collabUrl }: Pliego, secret: string, userId: string): Promise<WebSocket> {
  const now = Date.now()
  const pass = signFeedToken(secret, { userId, issuedAt: now, expiresAt: now + 600_000 })
  const socket = new WebSocket(`${collabUrl}/~feed?pass=${encodeURIComponent(pass)}`, { origin: url })
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}

/** A row for each of a hundred documents in each batch, as many rooms at work make them. */
async function measurePostgres(): Promise<Pick<OwnFigures, 'postgresRowUs' | 'postgresClientRowUs'>> {
  const programs = findPostgres()
  if (programs === undefined) throw new Error('PostgreSQL is not installed')
  const server = await startPostgres(programs)
  try {
    const store = await PostgresDocumentUpdateStore.openAlone(
      { url: server.url, schema: 'sizing' },
      {
        lost: (error) => {
          throw error
        },
        regained: () => undefined,
      },
    )
    const update = new Uint8Array(40)
    const append = () =>
      store.append(
        Array.from({ length: rowsOfBatch }, (_row, n) => ({
          documentId: `document-${n}`,
          receivedAt: Date.now(),
          userId: 'user',
          sessionId: 'session',
          update,
        })),
      )
    for (let n = 0; n < batches / 5; n++) await append()
    const before = costs()
    for (let n = 0; n < batches; n++) await append()
    const after = costs()
    await store.close()
    const rows = batches * rowsOfBatch
    return {
      postgresRowUs: round((after.database - before.database) / rows),
      postgresClientRowUs: round((after.own - before.own) / rows),
    }
  } finally {
    await server.stop()
  }
}

/** Microseconds of this process, and of the database below it. */
function costs(): { own: number; database: number } {
  const { user, system } = process.cpuUsage()
  const own = user + system
  return { own, database: treeCpuMs(process.pid) * 1_000 - own }
}

const round = (value: number): number => Math.round(value * 10) / 10

const figures: OwnFigures = { ...(await measureServers()), ...(await measurePostgres()) }
writeFileSync(path.join(import.meta.dirname, 'measured.json'), `${JSON.stringify(figures, null, 2)}\n`)
console.log(figures)
