import type { ChatChanges, ChatMention, ChatPage } from '#features/chat/chat-message'

export type ChatText = { readonly text: string; readonly mentions: readonly ChatMention[] }

/** `unreachable` and `tooMany` may pass by themselves; `refused` does not. */
export type SendOutcome = 'sent' | 'unreachable' | 'tooMany' | 'refused'

/** The requests of one document's chat. Those that read throw where the app does not answer or says no. */
export class ChatRequests {
  readonly #path: string

  constructor(documentId: string) {
    this.#path = `/api/documents/${documentId}/chat`
  }

  async page(before: number | null): Promise<ChatPage> {
    return (await this.#read(before === null ? '' : `?before=${before}`)) as ChatPage
  }

  async changes(after: number): Promise<ChatChanges> {
    return (await this.#read(`?after=${after}`)) as ChatChanges
  }

  send(key: string, said: ChatText): Promise<SendOutcome> {
    return this.#write('POST', '', { key, ...said })
  }

  edit(id: number, said: ChatText): Promise<SendOutcome> {
    return this.#write('PATCH', `/${id}`, said)
  }

  remove(id: number): Promise<SendOutcome> {
    return this.#write('DELETE', `/${id}`)
  }

  async markRead(through: number): Promise<void> {
    await this.#write('PUT', '/read', { through })
  }

  async #read(query: string): Promise<unknown> {
    const response = await fetch(this.#path + query)
    if (!response.ok) throw new Error(`the chat answered ${response.status}`)
    return response.json()
  }

  async #write(method: string, path: string, body?: unknown): Promise<SendOutcome> {
    const headers = { 'content-type': 'application/json' }
    const content = body === undefined ? {} : { headers, body: JSON.stringify(body) }
    try {
      const { ok, status } = await fetch(this.#path + path, { method, ...content })
      if (ok) return 'sent'
      // What a proxy or a server in trouble says is no answer of ours.
      if (status === 429) return 'tooMany'
      return status >= 500 ? 'unreachable' : 'refused'
    } catch {
      return 'unreachable'
    }
  }
}
