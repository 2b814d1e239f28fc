import { randomBytes } from 'node:crypto'
import type { NextRequest } from 'next/server'

import { readFolderId, readFolderName } from '#features/documents/server/read-folder'

import { isAllowedWork } from '../allowed-work.ts'
import { withGuest } from '../guest-request.ts'
import { readJsonBody } from '../json-body.ts'
import { refuse } from '../refusals.ts'

/** More are refused, so that a list stays a list. */
const maxFolders = 500

/** Makes a folder in one's own home `{ name, parentId? }`: 201 `{ id }`. */
export async function POST(request: NextRequest): Promise<Response> {
  return withGuest(request, async ({ services: { store }, userId }) => {
    const body = (await readJsonBody(request)) as { name?: unknown; parentId?: unknown } | null | undefined
    const name = readFolderName(body?.name)
    const parentId = readFolderId(body?.parentId ?? null)
    if (name === undefined || parentId === undefined) return refuse('badRequest')
    if (!isAllowedWork(request, 'folders')) return refuse('tooManyRequests')
    if ((await store.folders.ofUser(userId)).length >= maxFolders) return refuse('tooManyFolders')
    const id = randomBytes(12).toString('base64url')
    const isMade = await store.folders.insert({ id, userId, name, parentId, createdAt: Date.now() })
    return isMade ? Response.json({ id }, { status: 201 }) : refuse('folderUnknown')
  })
}
