import type { NotificationItem, NotificationList } from '#features/notifications/notification-item'

export type NotificationsState = {
  readonly status: 'loading' | 'ready' | 'failed'
  /** The newest first. */
  readonly items: readonly NotificationItem[]
  readonly unread: number
  /** Came while the page was open: to be told to who does not see the bell. */
  readonly arrived: NotificationItem | null
}

type Source = {
  listen: (topic: 'notifications', onNews: () => void) => () => void
  load: () => Promise<NotificationList>
  markRead: (read: { ids: readonly number[] } | { through: number }) => Promise<void>
}

const nothingYet: NotificationsState = { status: 'loading', items: [], unread: 0, arrived: null }

/** What concerns this person, kept as new as the feed says while somebody looks. */
export class OwnNotifications {
  readonly #source: Source
  readonly #listeners = new Set<() => void>()
  #state = nothingYet
  #unlisten: (() => void) | undefined
  #loading: Promise<void> | undefined
  #again = false

  constructor(source: Source) {
    this.#source = source
  }

  readonly getState = (): NotificationsState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    this.#unlisten ??= this.#source.listen('notifications', () => void this.load())
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#unlisten?.()
      this.#unlisten = undefined
    }
  }

  /** Asks anew; asked while an answer is on its way, once more after it, since that may be too old. */
  load(): Promise<void> {
    if (this.#loading) {
      this.#again = true
      return this.#loading
    }
    this.#loading = this.#load().finally(() => {
      this.#loading = undefined
      if (this.#again) void this.load()
      this.#again = false
    })
    return this.#loading
  }

  /** Shown as read at once; what the app does not take comes back unread. */
  async markRead(ids: readonly number[]): Promise<void> {
    const unread = this.#state.items.filter(({ id, isRead }) => !isRead && ids.includes(id))
    if (unread.length === 0) return
    await this.#read((item) => ids.includes(item.id), { ids: unread.map(({ id }) => id) })
  }

  async markAllRead(): Promise<void> {
    const through = this.#state.items[0]?.id
    if (through !== undefined) await this.#read(() => true, { through })
  }

  async #read(isMeant: (item: NotificationItem) => boolean, read: Parameters<Source['markRead']>[0]) {
    this.#show(this.#state.items.map((item) => (isMeant(item) ? { ...item, isRead: true } : item)))
    try {
      await this.#source.markRead(read)
    } catch {
      await this.load()
    }
  }

  async #load(): Promise<void> {
    try {
      const { items } = await this.#source.load()
      const { status, items: before } = this.#state
      const newest = items[0]
      const isNews = status !== 'loading' && newest && !newest.isRead && newest.id > (before[0]?.id ?? 0)
      this.#show(items, isNews ? newest : this.#state.arrived)
    } catch {
      // What was there stays; the feed says when there is a connection again.
      this.#set({ ...this.#state, status: this.#state.items.length > 0 ? 'ready' : 'failed' })
    }
  }

  #show(items: readonly NotificationItem[], arrived = this.#state.arrived): void {
    const unread = items.filter(({ isRead }) => !isRead).length
    this.#set({ status: 'ready', items, unread, arrived })
  }

  #set(state: NotificationsState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}
