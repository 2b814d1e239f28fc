import { readHistory, type History } from '#features/history/history-file'

/** All that was ever written to a document. @throws {Error} where the app does not answer or says no */
export async function requestHistory(documentId: string): Promise<History> {
  const response = await fetch(`/api/documents/${documentId}/history`)
  if (!response.ok) throw new Error(`the history answered ${response.status}`)
  const unpacked = response.body?.pipeThrough(new DecompressionStream('gzip'))
  return readHistory(new Uint8Array(await new Response(unpacked).arrayBuffer()))
}

/** Calls a version by a name, or by none any more; whether that is kept. */
export async function nameVersion(
  documentId: string,
  version: number,
  name: string | null,
): Promise<boolean> {
  try {
    const { ok } = await fetch(`/api/documents/${documentId}/history`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version, name }),
    })
    return ok
  } catch {
    return false
  }
}
