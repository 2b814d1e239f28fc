import { readHistory, type History } from '#features/history/history-file'

/**
 * All that was ever written to a document; `tooLong` where that is more than can be looked through.
 * @throws {Error} where the app does not answer or says no
 */
export async function requestHistory(documentId: string): Promise<History | 'tooLong'> {
  const response = await fetch(`/api/documents/${documentId}/history`)
  if (response.status === 413) return 'tooLong'
  if (!response.ok) throw new Error(`the history answered ${response.status}`)
  const unpacked = response.body?.pipeThrough(new DecompressionStream('gzip'))
  return readHistory(new Uint8Array(await new Response(unpacked).arrayBuffer()))
}

export type NamingOutcome = 'kept' | 'notKept' | 'tooManyVersions'

/** Calls a version by a name, or by none any more. */
export async function nameVersion(
  documentId: string,
  version: number,
  name: string | null,
): Promise<NamingOutcome> {
  try {
    const response = await fetch(`/api/documents/${documentId}/history`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version, name }),
    })
    if (response.ok) return 'kept'
    const said = (await response.json()) as { error?: unknown }
    return said.error === 'tooManyVersions' ? said.error : 'notKept'
  } catch {
    // No answer, or one that is not ours.
    return 'notKept'
  }
}
