import { expect, it } from 'vitest'

import { dayGroups } from '#features/notifications/day-groups'

const at = (time: Date) => ({
  id: time.getTime(),
  kind: 'share' as const,
  documentId: 'd',
  subject: null,
  title: null,
  actor: null,
  at: time.getTime(),
  isRead: false,
})

it('puts together what is of one day, by the clock of who reads', () => {
  const now = new Date(2026, 2, 2, 0, 30)
  const times = [
    new Date(2026, 2, 2, 0, 10),
    new Date(2026, 2, 1, 23, 59),
    new Date(2026, 2, 1, 0, 0),
    new Date(2026, 1, 28, 23, 59),
    new Date(2025, 2, 1, 12, 0),
  ]
  const groups = dayGroups(times.map(at), now.getTime())
  expect(groups.map(({ day, items }) => [day, items.length])).toEqual([
    ['today', 1],
    ['yesterday', 2],
    ['earlier', 1],
    ['earlier', 1],
  ])
})
