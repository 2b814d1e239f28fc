import type { ChatChanges, ChatMention, ChatPage } from '#features/chat/chat-message'

export type ChatText = { readonly text: string; readonly mentions: readonly ChatMention[] }

/** `unreachable` and `tooMany` may pass by themselves; `refused` does not. */
export type SendOutcome = 'sent' | 'unreachable' | 'tooMany' | 'refused'

/** `id`: of the message that is there now. */
export type Sent = { readonly outcome: SendOutcome; readonly id?: number }

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

  async send(key: string, said: ChatText): Promise<Sent> {
    const { outcome, response } = await this.#ask('POST', '', { key, ...said })
    const { id } = ((await response?.json().catch(() => null)) ?? {}) as { id?: unknown }
    return typeof id === 'number' ? { outcome, id } : { outcome }
  }

  edit(id: number, said: ChatText): Promise<SendOutcome> {
    return this.#write('PATCH', `/${id}`, said)
  }

  remove(id: number): Promise<SendOutcome> {
    return this.#write('DELETE', `/${id}`)
  }

  async markRead(through: number): Promise<void> {
    // Also of a page that is left in this moment.
    await this.#write('PUT', '/read', { through }, { keepalive: true })
  }

  async #read(query: string): Promise<unknown> {
    const response = await fetch(this.#path + query)
    if (!response.ok) throw new Error(`the chat answered ${response.status}`)
    return response.json()
  }

  async #write(method: string, path: string, body?: unknown, options?: RequestInit): Promise<SendOutcome> {
    return (await this.#ask(method, path, body, options)).outcome
  }

  async #ask(
    method: string,
    path: string,
    body?: unknown,
    options: RequestInit = {},
  ): Promise<{ outcome: SendOutcome; response?: Response }> {
    const headers = { 'content-type': 'application/json' }
    const content = body === undefined ? {} : { headers, body: JSON.stringify(body) }
    try {
      const response = await fetch(this.#path + path, { method, ...content, ...options })
      if (response.ok) return { outcome: 'sent', response }
      // What a proxy or a server in trouble says is no answer of ours.
      if (response.status === 429) return { outcome: 'tooMany' }
      return { outcome: response.status >= 500 ? 'unreachable' : 'refused' }
    } catch {
      return { outcome: 'unreachable' }
    }
  }
}
