import { readAtMost } from '#features/documents/server/read-at-most'

/**
 * The fields of a body of `multipart/form-data`; null where it is none, or longer or of more parts than allowed, each
 * of which would be an object many times as large as what was sent for it.
 */
export async function readForm(
  { headers, body }: Pick<Request, 'headers' | 'body'>,
  { maxBytes, maxParts }: { maxBytes: number; maxParts: number },
): Promise<FormData | null> {
  const type = headers.get('content-type') ?? ''
  const [, boundary = ''] = /^multipart\/form-data;.*?boundary="?([^"; ]{1,200})"?/i.exec(type) ?? []
  if (boundary === '') return null
  const bytes = await readAtMost(body, maxBytes)
  if (!bytes || countUpTo(bytes, `--${boundary}`, maxParts + 2) > maxParts + 1) return null
  const form = new Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
  return form.formData().catch(() => null)
}

/** How often letters stand in some bytes, as far as it matters. */
function countUpTo(bytes: Buffer, letters: string, most: number): number {
  let count = 0
  for (let at = bytes.indexOf(letters); at >= 0 && count < most; at = bytes.indexOf(letters, at + 1))
    count += 1
  return count
}
