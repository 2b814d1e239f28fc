import { expect, it } from 'vitest'

import { listNotifications } from '#features/notifications/server/list-notifications'
import type { UntoldMention } from '#storage/notification-store'

it('tells of a mention, however many earlier ones are in documents that are closed', async () => {
  const mentions: UntoldMention[] = Array.from({ length: 300 }, (_, index) => ({
    documentId: index < 299 ? `closed${index}` : 'open',
    byId: 'eva',
    mentionedAt: index,
  }))
  const told: string[] = []
  const store = {
    ofUser: async () => [],
    untoldMentions: async (_userId: string, limit: number) => mentions.slice(0, limit),
    tellMention: async (_userId: string, { documentId }: UntoldMention) => told.push(documentId) > 0,
  }
  await listNotifications(store, 'luz', async (id) => (id === 'open' ? { title: null } : null))
  expect(told).toEqual(['open'])
})
