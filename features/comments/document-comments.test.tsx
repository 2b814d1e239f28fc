// @vitest-environment jsdom
import { Editor } from '@tiptap/core'
import { NextIntlClientProvider } from 'next-intl'
import { act, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, it, onTestFinished, vi } from 'vitest'

import type { Comments } from '#features/comments/comments'
import type { CommentOutcome } from '#features/comments/comment-requests'
import DocumentComments, { type CommentActions } from '#features/comments/document-comments.tsx'
import { loadMessages } from '#i18n/messages'
import { documentExtensions } from '#schema/document-extensions'
import { MarginLayout } from '#ui/margin-layout'
import { TooltipGroup } from '#ui/tooltip'

const nobody = [] as const
const fields = () => [...document.querySelectorAll('textarea')]

function write(field: HTMLTextAreaElement | undefined, text: string): void {
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(field, text)
    field?.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

function Page({
  editor,
  comments,
  onActions,
}: {
  editor: Editor
  comments: Comments
  onActions: (actions: CommentActions | null) => void
}) {
  const [open, setOpen] = useState(false)
  const [margin] = useState(() => new MarginLayout())
  return (
    <DocumentComments
      comments={comments}
      status="ready"
      threads={nobody}
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

it('leaves a comment alone that is begun while the one before is on its way', async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  )
  const element = document.body.appendChild(document.createElement('div'))
  const editor = new Editor({ element, extensions: documentExtensions(), content: '<p>One fine day</p>' })
  const root = createRoot(document.body.appendChild(document.createElement('div')))
  onTestFinished(() => {
    act(() => root.unmount())
    editor.destroy()
    document.body.replaceChildren()
    vi.unstubAllGlobals()
  })
  const { promise, resolve: answer } = Promise.withResolvers<CommentOutcome>()
  const comments = { start: () => promise } as unknown as Comments
  let actions: CommentActions | null = null
  const messages = await loadMessages('en')
  act(() =>
    root.render(
      <NextIntlClientProvider locale="en" messages={messages}>
        <TooltipGroup>
          <Page editor={editor} comments={comments} onActions={(made) => (actions = made)} />
        </TooltipGroup>
      </NextIntlClientProvider>,
    ),
  )
  const begin = (quote: string, from: number) =>
    act(() =>
      actions?.start?.({ start: 'AAAA', end: 'AAAA', letters: quote, quote, from, to: from + quote.length }),
    )
  begin('One', 1)
  const [first] = fields()
  write(first, 'Which one?')
  act(() => {
    first?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
  })
  expect(fields()).toHaveLength(0)
  begin('fine', 5)
  write(fields()[0], 'half a thought')
  await act(async () => answer('done'))
  expect(fields().map(({ value }) => value)).toEqual(['half a thought'])
  expect(editor.view.dom.querySelector('.comment-pending')?.textContent).toBe('fine')
})
