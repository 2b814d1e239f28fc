import 'server-only'

const maxBodyBytes = 16 * 1024

/** The JSON of a request, or undefined where it is none or longer than any of ours. */
export async function readJsonBody(request: Request): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) return undefined
  try {
    const text = await request.text()
    return text.length > maxBodyBytes ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}
