// @vitest-environment jsdom
import { Editor } from '@tiptap/core'
import { NextIntlClientProvider } from 'next-intl'
import { act, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, it, onTestFinished, vi } from 'vitest'

import type { CommentThread } from '#features/comments/comment-thread'
import type { Comments } from '#features/comments/comments'
import type { CommentOutcome, NewThread } from '#features/comments/comment-requests'
import DocumentComments, { type CommentActions } from '#features/comments/document-comments.tsx'
import { KeptDrafts } from '#features/comments/kept-drafts'
import { loadMessages } from '#i18n/messages'
import { documentExtensions } from '#schema/document-extensions'
import { MarginLayout } from '#ui/margin-layout'
import { TooltipGroup } from '#ui/tooltip'

const nobody = [] as const
const kept = new KeptDrafts({ documentId: 'd', userId: 'ana' })
const fields = () => [...document.querySelectorAll('textarea')]

function write(field: HTMLTextAreaElement | undefined, text: string): void {
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(field, text)
    field?.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

/** "fine" in the text of these tests. */
const rangeOf = async () => ({ from: 5, to: 9 })

type PageProps = {
  editor: Editor
  comments: Comments
  threads: readonly CommentThread[]
  onActions: (actions: CommentActions | null) => void
}

function Page({ editor, comments, threads, onActions }: PageProps) {
  const [open, setOpen] = useState(false)
  const [margin] = useState(() => new MarginLayout())
  return (
    <DocumentComments
      comments={comments}
      drafts={kept}
      rangeOf={rangeOf}
      status="ready"
      threads={threads}
      editor={editor}
      userId="ana"
      mayComment
      mayRemoveAll
      people={nobody}
      open={open}
      onOpenChange={setOpen}
      asked={null}
      onActions={onActions}
      margin={margin}
    />
  )
}

async function opened(
  comments: Comments,
  content = '<p>One fine day</p>',
  threads: readonly CommentThread[] = [],
) {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  )
  const desk = document.body.appendChild(document.createElement('div'))
  desk.className = 'desk'
  const element = desk.appendChild(document.createElement('div'))
  element.className = 'sheet'
  const editor = new Editor({
    element,
    extensions: documentExtensions(),
    content,
    // Nothing has a place on a page that is not laid out.
    editorProps: { handleScrollToSelection: () => true },
  })
  const place = document.body.appendChild(document.createElement('div'))
  let root = createRoot(place)
  onTestFinished(() => {
    act(() => root.unmount())
    editor.destroy()
    document.body.replaceChildren()
    sessionStorage.clear()
    vi.unstubAllGlobals()
  })
  let actions: CommentActions | null = null
  const messages = await loadMessages('en')
  const render = () =>
    act(async () =>
      root.render(
        <NextIntlClientProvider locale="en" messages={messages}>
          <TooltipGroup>
            <Page
              editor={editor}
              comments={comments}
              threads={threads}
              onActions={(made) => (actions = made)}
            />
          </TooltipGroup>
        </NextIntlClientProvider>,
      ),
    )
  await render()
  const begin = (quote: string, from: number) =>
    act(() =>
      actions?.start?.({ start: 'AAAA', end: 'AAAA', letters: quote, quote, from, to: from + quote.length }),
    )
  const reload = async () => {
    act(() => root.unmount())
    root = createRoot(place)
    await render()
  }
  const pending = () => editor.view.dom.querySelector('.comment-pending')?.textContent
  return { editor, step: (by: 1 | -1) => act(() => void actions?.step(by)), begin, pending, reload }
}

const send = (field: HTMLTextAreaElement | undefined) =>
  act(() => {
    field?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
  })

it('leaves a comment alone that is begun while the one before is on its way', async () => {
  const { promise, resolve: answer } = Promise.withResolvers<CommentOutcome>()
  const { begin, pending } = await opened({ start: () => promise } as unknown as Comments)
  begin('One', 1)
  const [first] = fields()
  write(first, 'Which one?')
  send(first)
  expect(fields()).toHaveLength(0)
  begin('fine', 5)
  write(fields()[0], 'half a thought')
  await act(async () => answer('done'))
  expect(fields().map(({ value }) => value)).toEqual(['half a thought'])
  expect(pending()).toBe('fine')
})

it('has a comment that was begun after a reload, beside its text, and leaves the focus where it is', async () => {
  const start = vi.fn<(thread: NewThread) => Promise<CommentOutcome>>(async () => 'done')
  const { begin, pending, reload } = await opened({ start } as unknown as Comments)
  begin('fine', 5)
  write(fields()[0], 'half a thought')
  await reload()
  expect(fields().map(({ value }) => value)).toEqual(['half a thought'])
  expect(document.activeElement).not.toBe(fields()[0])
  await vi.waitFor(() => expect(pending()).toBe('fine'))
  send(fields()[0])
  // What it answers is taken in.
  await act(async () => undefined)
  await vi.waitFor(() => expect(fields()).toHaveLength(0))
  expect(start.mock.calls).toMatchObject([[{ text: 'half a thought', place: { quote: 'fine' } }]])
  await reload()
  expect(fields()).toHaveLength(0)
})

const active = () => document.querySelector<HTMLElement>('[data-active]')?.dataset['threadCard']

it('goes to the next comment behind the caret, and on from that one', async () => {
  Element.prototype.scrollIntoView = () => {}
  vi.spyOn(window, 'scrollBy').mockImplementation(() => {})
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  const ids = ['one', 'two', 'three'].map((name) => name.padEnd(22, '-'))
  const comment = { key: null, mentions: [], at: 1, isEdited: false, isDeleted: false, reactions: [] }
  const threads = ids.map((id): CommentThread => ({
    id,
    change: 1,
    quote: 'text',
    suggestion: null,
    createdAt: 1,
    resolved: null,
    isDeleted: false,
    comments: [{ ...comment, id: 1, authorId: 'ana', author: 'Ana', text: id }],
  }))
  const words = ids.map((id) => `<span data-thread="${id}">word</span>`)
  const { editor, step } = await opened({} as Comments, `<p>${words.join(' and ')}</p>`, threads)
  act(() => void editor.commands.setTextSelection(7))
  // Where they stand in the page is looked at a moment later.
  await vi.waitFor(() => {
    step(1)
    expect(active()).toBe(ids[1])
  })
  step(1)
  expect(active()).toBe(ids[2])
  step(1)
  expect(active()).toBe(ids[0])
  vi.restoreAllMocks()
})
