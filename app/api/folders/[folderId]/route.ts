import type { NextRequest } from 'next/server'

import { readFolderId, readFolderName } from '#features/documents/server/read-folder'

import { withGuest } from '../../guest-request.ts'
import { readJsonBody } from '../../json-body.ts'
import { refuse } from '../../refusals.ts'

type Context = RouteContext<'/api/folders/[folderId]'>

/** Gives one of one's own folders another name `{ name }`, or puts it elsewhere `{ parentId }`, null for the top. */
export async function PATCH(request: NextRequest, context: Context): Promise<Response> {
  return withGuest(request, async ({ services: { store }, userId }) => {
    const body = (await readJsonBody(request)) as { name?: unknown; parentId?: unknown } | null | undefined
    const { folderId } = await context.params
    const name = readFolderName(body?.name)
    const parentId = readFolderId(body?.parentId)
    if (name === undefined && parentId === undefined) return refuse('badRequest')
    const isDone =
      name === undefined
        ? await store.folders.move(userId, folderId, parentId ?? null)
        : await store.folders.rename(userId, folderId, name)
    return isDone ? new Response(null, { status: 204 }) : refuse('folderUnknown')
  })
}

/** Lets a folder go; what is in it goes to where it was. */
export async function DELETE(request: NextRequest, context: Context): Promise<Response> {
  return withGuest(request, async ({ services: { store }, userId }) => {
    const isGone = await store.folders.remove(userId, (await context.params).folderId)
    return isGone ? new Response(null, { status: 204 }) : refuse('folderUnknown')
  })
}
