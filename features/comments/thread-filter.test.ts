import { expect, it } from 'vitest'

import type { CommentThread } from '#features/comments/comment-thread'
import { matchesFilter, type ThreadFilter, writersOf } from '#features/comments/thread-filter'

function thread(id: string, authors: string[], more: Partial<CommentThread> & { names?: string } = {}) {
  const { names, ...rest } = more
  const mentions = names === undefined ? [] : [{ id: names, name: names }]
  const plain = { key: null, text: 'x', at: 1, isEdited: false, isDeleted: false, reactions: [] }
  const comments = authors.map((authorId, id) => ({ ...plain, id, authorId, author: authorId, mentions }))
  return {
    id,
    change: 1,
    quote: null,
    suggestion: null,
    createdAt: 1,
    resolved: null,
    isDeleted: false,
    comments,
    ...rest,
  }
}

const threads: readonly CommentThread[] = [
  thread('open', ['ana']),
  thread('answered', ['ana', 'eva']),
  thread('names me', ['luz'], { names: 'eva' }),
  thread('over', ['eva'], { resolved: { by: 'Ana', at: 1 } }),
]

it.each<[Partial<ThreadFilter>, string[]]>([
  [{}, ['open', 'answered', 'names me']],
  [{ show: 'resolved' }, ['over']],
  [{ show: 'mine' }, ['answered', 'names me']],
  [{ person: 'eva' }, ['answered']],
  [{ show: 'resolved', person: 'ana' }, []],
])('%j shows %j', (filter, expected) => {
  const wanted = { show: 'open', person: null, ...filter } as const
  expect(threads.filter((one) => matchesFilter(one, wanted, 'eva')).map(({ id }) => id)).toEqual(expected)
})

it('knows who has written', () => {
  expect(writersOf(threads).map(({ name }) => name)).toEqual(['ana', 'eva', 'luz'])
})
