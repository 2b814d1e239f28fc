import 'server-only'

import { readAtMost } from '#features/documents/server/read-at-most'

const maxBodyBytes = 16 * 1024

/** The JSON of a request, or undefined where it is none or longer than any of ours, of which no more is read. */
export async function readJsonBody(request: Request): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) return undefined
  try {
    const body = await readAtMost(request.body, maxBodyBytes)
    return body === null ? undefined : (JSON.parse(body.toString('utf8')) as unknown)
  } catch {
    return undefined
  }
}
