import type { NotificationList, WatchState } from '#features/notifications/notification-item'
import type { WatchLevel } from '#features/notifications/watch-level'

/** A fresh token for this person's feed; null where the settings let this browser do nothing. Throws otherwise. */
export async function requestFeedToken(): Promise<string | null> {
  const response = await fetch('/api/feed/token', { method: 'POST' })
  if (response.status === 401) return null
  const { token } = (await ok(response).json()) as { token: string }
  return token
}

/** Each of these throws where the app does not answer or says no. */
export async function requestNotifications(): Promise<NotificationList> {
  const response = await fetch('/api/notifications')
  return (await ok(response).json()) as NotificationList
}

export async function putRead(read: { ids: readonly number[] } | { through: number }): Promise<void> {
  // Whoever reads one goes where it leads, and the page may be gone before its request is.
  ok(await fetch('/api/notifications/read', { method: 'PUT', keepalive: true, ...json(read) }))
}

export async function requestWatchLevel(documentId: string): Promise<WatchLevel> {
  const response = await fetch(`/api/documents/${documentId}/watch`)
  return ((await ok(response).json()) as WatchState).level
}

export async function putWatchLevel(documentId: string, level: WatchLevel): Promise<void> {
  ok(await fetch(`/api/documents/${documentId}/watch`, { method: 'PUT', ...json({ level }) }))
}

function ok(response: Response): Response {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`)
  return response
}

function json(body: unknown): RequestInit {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
