import 'server-only'

import type { AppServices } from '#features/documents/server/app-services'
import type { CommentNotice, PostedComment } from '#storage/comment-store'

import { tellFeed } from '../../../notify.ts'

type Services = Pick<AppServices, 'store' | 'collabServer'>

/** Says to those who have the document open that something happened to its comments. */
export async function tellComments(services: Services, documentId: string): Promise<void> {
  await tellFeed(services, { topic: `comments:${documentId}` })
}

/** The same of a comment, and to those whom it concerns. */
export async function tellPosted(
  services: Services,
  documentId: string,
  { isNew, told }: PostedComment,
  notices: readonly CommentNotice[],
): Promise<void> {
  await tellComments(services, documentId)
  // Where it is sent again, this server may have stopped before anybody was told.
  const userIds = isNew ? told : notices.map(({ userId }) => userId)
  if (userIds.length > 0) await tellFeed(services, { topic: 'notifications', userIds })
}
