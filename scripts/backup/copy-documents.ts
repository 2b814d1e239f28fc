import { request } from 'node:http'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'

import { internalSignatureHeader, signInternalRequest } from '#access/internal-signature'
import { collabHost } from '#config/collab-host'
import { readCollabSecret } from '#config/kept-secrets'
import type { Config } from '#config/load-config'
import { backupFolder, JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'
import { StorageError } from '#storage/storage-error'
import { Failure } from '../prepare/failure.mjs'
import { reachable } from '../prepare/servers.mjs'

/**
 * Has all documents copied to a file in the data folder, by the collab server where it runs, since it alone can open
 * them then; hands the file over and removes it.
 */
export async function withCopiedDocuments<Value>(
  config: Config,
  use: (file: string) => Promise<Value>,
): Promise<Value> {
  const file = (await askServer(config)) ?? (await copyFromFolder(config))
  try {
    return await use(file)
  } finally {
    await rm(file, { force: true })
  }
}

/** Undefined where no server listens. */
async function askServer(config: Config): Promise<string | undefined> {
  const host = reachable(collabHost(config))
  const address = `http://${host}:${config.collabPort}`
  const answer = await post(config, address)
  if (!answer) return undefined
  const { status, body } = answer
  if (status === 409) throw new Failure('Another backup is being made.', 75)
  if (status === 401)
    throw new Failure(
      `The collab server at ${address} has another secret: it does not belong to ${config.dataDir}.`,
    )
  if (status === 404)
    throw new Failure('With COLLAB_ACCESS=open, or an earlier version running: stop the collab server first.')
  if (status === 501)
    throw new Failure(`The collab server at ${address} keeps its documents in PostgreSQL: use pg_dump.`)
  const name = status === 201 ? readName(body) : undefined
  if (name === undefined)
    throw new Failure(`The collab server could not copy its documents (${status}); its log says why.`)
  const file = path.join(config.dataDir, backupFolder, name)
  if (!existsSync(file))
    throw new Failure(`The collab server at ${address} does not work with ${config.dataDir}.`)
  return file
}

/** Not `fetch`, which gives up on an answer that takes minutes. */
function post(config: Config, address: string): Promise<{ status: number; body: string } | undefined> {
  const head = { method: 'POST', path: '/internal/backups', body: '' }
  const signature = signInternalRequest(readCollabSecret(config), head, Date.now())
  const headers = { [internalSignatureHeader]: signature }
  return new Promise((resolve, reject) => {
    const asked = request(`${address}${head.path}`, { method: head.method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
      )
    })
    asked.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') resolve(undefined)
      else reject(error)
    })
    asked.end()
  })
}

function readName(body: string): string | undefined {
  const { file } = JSON.parse(body) as { file?: unknown }
  return typeof file === 'string' && /^[0-9a-f-]+\.sqlite$/.test(file) ? file : undefined
}

async function copyFromFolder({ dataDir, collabPort }: Config): Promise<string> {
  try {
    const store = await JournaledDocumentUpdateStore.open(dataDir)
    try {
      return await store.backUp()
    } finally {
      await store.close()
    }
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'inUse') throw error
    throw new Failure(
      `${dataDir} is in use by a collab server that does not listen at COLLAB_PORT=${collabPort}.`,
      75,
    )
  }
}
