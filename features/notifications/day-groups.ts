import type { NotificationItem } from '#features/notifications/notification-item'

export type DayGroup = {
  readonly day: 'today' | 'yesterday' | 'earlier'
  /** The beginning of the day, by the reader's clock. */
  readonly date: Date
  readonly items: readonly NotificationItem[]
}

/** The items in their order, those of one day together. */
export function dayGroups(items: readonly NotificationItem[], now: number): DayGroup[] {
  const today = startOfDay(now, 0).getTime()
  const yesterday = startOfDay(now, -1).getTime()
  const groups: { day: DayGroup['day']; date: Date; items: NotificationItem[] }[] = []
  for (const item of items) {
    const date = startOfDay(item.at, 0)
    const time = date.getTime()
    const last = groups.at(-1)
    if (last && last.date.getTime() === time) last.items.push(item)
    else {
      const day = time === today ? 'today' : time === yesterday ? 'yesterday' : 'earlier'
      groups.push({ day, date, items: [item] })
    }
  }
  return groups
}

function startOfDay(time: number, days: number): Date {
  const date = new Date(time)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days)
}
