import type { TemplateName } from '#features/documents/templates/template-names'

export type NewDocumentFailure = 'serverBusy' | 'quotaReached' | 'unreachable' | 'unknown'

export type NewDocumentWishes = {
  readonly template?: TemplateName
  /** One of the asker's folders to put it in. */
  readonly folderId?: string
}

/** Makes a document, empty where nothing else is wished. */
export async function createDocument(
  wishes: NewDocumentWishes = {},
): Promise<{ id: string } | { failure: NewDocumentFailure }> {
  try {
    const response = await fetch('/api/documents', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wishes),
    })
    if (response.ok) return (await response.json()) as { id: string }
    if (response.status === 409) return { failure: 'quotaReached' }
    return { failure: response.status === 503 ? 'serverBusy' : 'unknown' }
  } catch (error) {
    console.warn('The server was not reached', error)
    return { failure: 'unreachable' }
  }
}
