import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { BrowserContext } from '@playwright/test'

import { freePort } from '#collab-server/testing/free-port'
import { schemaVersion } from '#schema/version'
import { startPliego } from '#e2e/support/pliego'
import { startServer } from '../../scripts/supervise/server-process.mjs'
import { untilAnswers } from '../../scripts/supervise/answers.mjs'
import { peerFile } from '../peers.ts'
import type { EditorName } from './figures.ts'

/** A document, as a browser and as a bare client reach it. */
export type Place = {
  /** Of the page. */
  readonly address: string
  /** `ws://…` of the collab server. */
  readonly server: string
  readonly room: string
  readonly parameters: Readonly<Record<string, string>>
}

/** One of the two editors that are compared, with its servers. */
export type Editor = {
  readonly name: EditorName
  /** Of its pages, without a trailing slash. */
  readonly url: string
  /** A new document, for the person whose browser profile this is. */
  makeDocument(person: BrowserContext): Promise<Place>
  stop(): Promise<void>
}

export async function startPliegoEditor(): Promise<Editor> {
  const pliego = await startPliego()
  return {
    name: 'Pliego',
    url: pliego.url,
    async makeDocument(person) {
      const headers = { origin: pliego.url }
      await person.request.get(pliego.url)
      const made = await person.request.post(`${pliego.url}/api/documents`, { headers })
      const { id } = (await made.json()) as { id: string }
      const asked = await person.request.post(`${pliego.url}/api/documents/${id}/token`, { headers })
      const { token } = (await asked.json()) as { token: string }
      return {
        address: `${pliego.url}/d/${id}`,
        server: pliego.collabUrl,
        room: id,
        parameters: { token, schema: String(schemaVersion) },
      }
    },
    stop: () => pliego.stop(),
  }
}

/** The stock page on the same collab server, which is open here, so that only the pages differ. */
export async function startControlEditor(): Promise<Editor> {
  const next = peerFile('editor-control', 'node_modules/next/dist/bin/next')
  const home = path.join(import.meta.dirname, '../peers/editor-control')
  if (!existsSync(path.join(home, '.next/BUILD_ID'))) {
    console.log('Building the control page')
    const { status, stdout, stderr } = spawnSync(process.execPath, [next, 'build'], {
      cwd: home,
      encoding: 'utf8',
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    })
    if (status !== 0) throw new Error(`the control page could not be built:\n${stdout}\n${stderr}`)
  }
  const port = await freePort()
  const collab = await startPliego({
    env: { COLLAB_ACCESS: 'open', ALLOWED_ORIGINS: `http://127.0.0.1:${port}` },
  })
  const spec = {
    name: 'control',
    node: process.execPath,
    args: [next, 'start', '--hostname', '127.0.0.1', '--port', String(port)],
    cwd: home,
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    readyUrl: `http://127.0.0.1:${port}/`,
  }
  const server = startServer(spec, () => undefined)
  if (!(await untilAnswers(spec.readyUrl, AbortSignal.timeout(30_000)))) {
    throw new Error('the control page does not answer')
  }
  let made = 0
  return {
    name: 'control',
    url: new URL(spec.readyUrl).origin,
    makeDocument() {
      made += 1
      const room = `bench-${made}`
      const query = new URLSearchParams({ server: collab.collabUrl, room })
      const address = `${spec.readyUrl}?${query.toString()}`
      return Promise.resolve({ address, server: collab.collabUrl, room, parameters: {} })
    },
    async stop() {
      await server.stop(5000, 'SIGTERM')
      await collab.stop()
    },
  }
}
