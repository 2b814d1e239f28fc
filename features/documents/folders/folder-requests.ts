/** Each throws where the app does not answer or says no. */
export async function makeFolder(name: string, parentId: string | null): Promise<void> {
  await send('/api/folders', 'POST', { name, parentId })
}

export async function renameFolder(id: string, name: string): Promise<void> {
  await send(`/api/folders/${id}`, 'PATCH', { name })
}

export async function moveFolder(id: string, parentId: string | null): Promise<void> {
  await send(`/api/folders/${id}`, 'PATCH', { parentId })
}

export async function removeFolder(id: string): Promise<void> {
  await send(`/api/folders/${id}`, 'DELETE')
}

/** Puts a document into a folder, or out of any. */
export async function fileDocument(documentId: string, folderId: string | null): Promise<void> {
  await send(`/api/documents/${documentId}`, 'PATCH', { folderId })
}

async function send(path: string, method: string, body?: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const content = body === undefined ? {} : { headers, body: JSON.stringify(body) }
  const response = await fetch(path, { method, ...content })
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`)
}
