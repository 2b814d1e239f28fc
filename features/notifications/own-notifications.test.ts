import { expect, it, vi } from 'vitest'

import type { NotificationItem, NotificationList } from '#features/notifications/notification-item'
import { OwnNotifications } from '#features/notifications/own-notifications'

const item = (id: number, isRead = false): NotificationItem => ({
  id,
  kind: 'share',
  documentId: 'd',
  title: null,
  actor: null,
  at: id,
  subject: null,
  isRead,
})

function shown(...lists: NotificationItem[][]) {
  const load = vi.fn<() => Promise<NotificationList>>()
  for (const items of lists) load.mockResolvedValueOnce({ items })
  load.mockRejectedValue(new Error('offline'))
  const markRead = vi.fn<(read: unknown) => Promise<void>>().mockResolvedValue()
  let tell: (() => void) | undefined
  const own = new OwnNotifications({
    listen: (_topic, onNews) => {
      tell = onNews
      return () => undefined
    },
    load,
    markRead,
  })
  own.subscribe(() => undefined)
  return { own, load, markRead, tell: () => tell?.(), state: () => own.getState() }
}

it('counts what is unread, and tells of what comes while somebody looks', async () => {
  const { own, state } = shown([item(2), item(1, true)], [item(3), item(2), item(1, true)])
  await own.load()
  expect(state()).toMatchObject({ status: 'ready', unread: 1, arrived: null })
  await own.load()
  expect(state()).toMatchObject({ unread: 2, arrived: { id: 3 } })
})

it('asks once more where news comes while an answer is on its way', async () => {
  const { load, tell } = shown([item(1)], [item(2), item(1)])
  for (let count = 0; count < 5; count++) tell()
  await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(2))
})

it('shows as read at once what was read, and tells the app of what was unread', async () => {
  const { own, markRead, state } = shown([item(3), item(2), item(1, true)])
  await own.load()
  const reading = own.markRead([3, 1])
  expect(state().unread).toBe(1)
  await reading
  expect(markRead).toHaveBeenLastCalledWith({ ids: [3] })
  await own.markAllRead()
  expect(markRead).toHaveBeenLastCalledWith({ through: 3 })
  await own.markRead([2])
  expect([state().unread, markRead.mock.calls.length]).toEqual([0, 2])
})

it('shows again as unread what the app did not take', async () => {
  const { own, markRead, state } = shown([item(1)], [item(1)])
  await own.load()
  markRead.mockRejectedValueOnce(new Error('offline'))
  await own.markAllRead()
  expect(state().unread).toBe(1)
})

it('says that nothing could be read, and keeps what was there', async () => {
  const none = shown()
  await none.own.load()
  expect(none.state().status).toBe('failed')
  const some = shown([item(1)])
  await some.own.load()
  await some.own.load()
  expect(some.state()).toMatchObject({ status: 'ready', unread: 1 })
})
