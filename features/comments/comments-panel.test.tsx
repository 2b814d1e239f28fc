// @vitest-environment jsdom
import { NextIntlClientProvider } from 'next-intl'
import { act, type ComponentProps } from 'react'
import { createRoot } from 'react-dom/client'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'

import { CommentsPanel } from '#features/comments/comments-panel.tsx'
import { KeptDrafts, placeOfReply } from '#features/comments/kept-drafts'
import type { Comments } from '#features/comments/comments'
import type { CommentThread } from '#features/comments/comment-thread'
import { loadMessages } from '#i18n/messages'
import { TooltipGroup } from '#ui/tooltip'

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  Element.prototype.scrollIntoView = () => {}
})

function thread(id: string, quote: string | null, more: Partial<CommentThread> = {}): CommentThread {
  const plain = { key: null, mentions: [], at: 1, isEdited: false, isDeleted: false, reactions: [] }
  const comments = [{ ...plain, id: 1, authorId: 'eva', author: 'Eva', text: `About ${id}` }]
  return {
    id,
    change: 1,
    quote,
    suggestion: null,
    createdAt: 1,
    resolved: null,
    isDeleted: false,
    comments,
    ...more,
  }
}

async function shown(props: Partial<ComponentProps<typeof CommentsPanel>>) {
  const root = createRoot(document.body.appendChild(document.createElement('div')))
  onTestFinished(() => {
    act(() => root.unmount())
    document.body.replaceChildren()
    sessionStorage.clear()
  })
  const messages = await loadMessages('en')
  const around: ComponentProps<typeof CommentsPanel> = {
    status: 'ready',
    threads: [],
    activeId: null,
    tops: new Map(),
    draft: null,
    comments: {} as Comments,
    drafts: new KeptDrafts({ documentId: 'd', userId: 'ana' }),
    userId: 'ana',
    people: [],
    mayComment: true,
    mayRemoveAll: false,
    addressOf: (id) => `#${id}`,
    onActivate: () => {},
    onLeave: () => {},
    onNew: () => {},
    onClose: () => {},
    ...props,
  }
  act(() =>
    root.render(
      <NextIntlClientProvider locale="en" messages={messages}>
        <TooltipGroup>
          <CommentsPanel {...around} />
        </TooltipGroup>
      </NextIntlClientProvider>,
    ),
  )
}

const names = (within: ParentNode = document) =>
  [...within.querySelectorAll('article')].map((card) => card.getAttribute('aria-label'))

function press(element: Element | null, key: string): void {
  act(() => {
    element?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  })
}

const field = () => document.querySelector('textarea') as HTMLTextAreaElement

it('has threads in the order of the text, those on the whole first, and those whose text is gone apart', async () => {
  await shown({
    threads: [thread('late', 'x'), thread('early', 'y'), thread('gone', 'z'), thread('all', null)],
    tops: new Map([
      ['late', 200],
      ['early', 100],
    ]),
  })
  expect(names()).toEqual(['Eva: About all', 'Eva: About early', 'Eva: About late', 'Eva: About gone'])
  const apart = document.querySelector('section[aria-label="On deleted text"]')
  expect(apart && names(apart)).toEqual(['Eva: About gone'])
})

it('shows a resolved thread that is asked for, and no other', async () => {
  const resolved = { by: 'Luz', at: 2 }
  const threads = [thread('one', 'x', { resolved }), thread('two', 'y', { resolved })]
  await shown({ threads, activeId: 'two' })
  expect(names()).toEqual(['Eva: About two'])
  expect(document.body.textContent).toContain('Resolved by Luz')
})

it('is used by keys alone: Enter opens a thread, then answers; Escape leaves it, and then the list', async () => {
  const [onActivate, onLeave, onClose] = [
    vi.fn<(id: string) => void>(),
    vi.fn<() => void>(),
    vi.fn<() => void>(),
  ]
  const threads = [thread('one', 'x'), thread('two', 'y')]
  await shown({ threads, activeId: 'two', onActivate, onLeave, onClose })
  const [one = null, two = null] = document.querySelectorAll('article')
  press(one, 'Enter')
  expect(onActivate).toHaveBeenCalledWith('one')
  press(two, 'Enter')
  expect(document.activeElement).toBe(two?.querySelector('textarea'))
  press(document.activeElement, 'Escape')
  expect([onLeave.mock.calls.length, onClose.mock.calls.length]).toEqual([1, 0])
  press(document.querySelector('h2'), 'Escape')
  expect(onClose).toHaveBeenCalledOnce()
})

it('keeps an answer that was not sent, to be sent again under the same key', async () => {
  const keys: string[] = []
  const outcomes = ['unreachable', 'done'] as const
  const reply = async (_thread: string, key: string) => {
    keys.push(key)
    return outcomes[keys.length - 1] ?? 'done'
  }
  await shown({
    threads: [thread('one', 'x')],
    activeId: 'one',
    comments: { reply } as unknown as Comments,
  })
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(field(), 'Yes')
    field().dispatchEvent(new Event('input', { bubbles: true }))
  })
  press(field(), 'Enter')
  await vi.waitFor(() => expect(document.querySelector('[role=alert]')?.textContent).toContain('Not sent'))
  expect(field().value).toBe('Yes')
  press(field(), 'Enter')
  await vi.waitFor(() => expect(document.querySelector('[role=alert]')).toBeNull())
  expect([keys.length, new Set(keys).size, field().value]).toEqual([2, 1, ''])
})

it('has an answer that was begun when its thread is come back to, unless it has arrived meanwhile', async () => {
  const drafts = new KeptDrafts({ documentId: 'd', userId: 'ana' })
  const reply = vi.fn<(thread: string, key: string) => Promise<'done'>>(async () => 'done')
  const comments = { reply } as unknown as Comments
  drafts.keep(placeOfReply('one'), { text: 'half a thought', mentions: [], key: 'as sent' })
  await shown({ threads: [thread('one', 'x')], activeId: 'one', comments })
  expect(field().value).toBe('half a thought')
  press(field(), 'Enter')
  await vi.waitFor(() => expect(drafts.words(placeOfReply('one'))).toBeNull())
  expect([reply.mock.calls[0]?.slice(0, 2), field().value]).toEqual([['one', 'as sent'], ''])

  drafts.keep(placeOfReply('two'), { text: 'half a thought', mentions: [], key: 'as sent' })
  const [first] = thread('two', 'x').comments
  const arrived = first ? [{ ...first, key: 'as sent' }] : []
  document.body.replaceChildren()
  await shown({ threads: [{ ...thread('two', 'x'), comments: arrived }], activeId: 'two', comments })
  expect(field().value).toBe('')
})

it('lets those write who may', async () => {
  await shown({ threads: [thread('one', 'x')], activeId: 'one', mayComment: false })
  expect(document.querySelector('textarea')).toBeNull()
  expect([...document.querySelectorAll('button')].map((button) => button.getAttribute('aria-label'))).toEqual(
    ['Close the comments', 'More about this thread'],
  )
})
