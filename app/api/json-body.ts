import 'server-only'

const maxBodyBytes = 16 * 1024

/** The JSON of a request, or undefined where it is none or longer than any of ours, of which no more is read. */
export async function readJsonBody(request: Request): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) return undefined
  try {
    const text = await readAtMost(request.body, maxBodyBytes)
    return text === undefined ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}

/** A body need not say how long it is. */
async function readAtMost(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let byteLength = 0
  const reader = body?.getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    byteLength += part.value.byteLength
    if (byteLength > maxBytes) {
      await reader?.cancel()
      return undefined
    }
    chunks.push(part.value)
  }
  return Buffer.concat(chunks, byteLength).toString('utf8')
}
