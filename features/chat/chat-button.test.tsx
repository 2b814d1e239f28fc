// @vitest-environment jsdom
import { NextIntlClientProvider } from 'next-intl'
import { act, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, onTestFinished, test, vi } from 'vitest'

import { ChatButton } from '#features/chat/chat-button.tsx'
import { Composer } from '#features/chat/composer.tsx'
import { useWaitingField } from '#features/chat/use-waiting-field'
import { loadMessages } from '#i18n/messages'

const field = () => document.activeElement as HTMLInputElement

const type = (letters: string) =>
  act(() => {
    field().value += letters
    field().dispatchEvent(new InputEvent('input', { bubbles: true }))
  })

/** The panel is fetched, and takes its time. */
function SlowChat({ isThere }: { isThere: boolean }) {
  const [open, setOpen] = useState(false)
  const { onOpenChange, takeTyped } = useWaitingField(true, setOpen)
  return (
    <>
      <ChatButton unread={0} open={open} onOpenChange={onOpenChange} />
      {open && isThere && <Composer label="Write" people={[]} takeTyped={takeTyped} onSend={() => {}} />}
    </>
  )
}

test('what is typed after pressing the button goes to the message, however late its field comes', async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  const root = createRoot(document.body.appendChild(document.createElement('div')))
  onTestFinished(() => {
    act(() => root.unmount())
    document.body.replaceChildren()
    vi.unstubAllGlobals()
  })
  const messages = await loadMessages('en')
  const show = (isThere: boolean) =>
    act(() =>
      root.render(
        <NextIntlClientProvider locale="en" messages={messages}>
          <SlowChat isThere={isThere} />
        </NextIntlClientProvider>,
      ),
    )
  show(false)
  const button = document.querySelector<HTMLButtonElement>('button[aria-expanded]')
  act(() => button?.click())
  type('hel')
  show(true)
  type('lo')
  expect(document.querySelector('textarea')?.value).toBe('hello')

  // Closed again, nothing waits.
  act(() => button?.click())
  expect(document.querySelector('.waiting-field')).toBeNull()
})
