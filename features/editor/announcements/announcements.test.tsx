// @vitest-environment jsdom
import { Editor } from '@tiptap/core'
import { StarterKit } from '@tiptap/starter-kit'
import { NextIntlClientProvider } from 'next-intl'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { setAnnounced } from '#features/editor/announcements/announced'
import { Announcements } from '#features/editor/announcements/announcements.tsx'
import type { KnownPerson } from '#features/editor/announcements/people-news'
import { loadMessages } from '#i18n/messages'

const me = { id: 'me', name: 'Ana', isSelf: true }
const eva = { id: 'eva', name: 'Eva', isSelf: false }
const luis = { id: 'luis', name: 'Luis', isSelf: false }
let root: Root
let editor: Editor

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  vi.useFakeTimers()
  root = createRoot(document.body.appendChild(document.createElement('div')))
  editor = new Editor({ extensions: [StarterKit], injectCSS: false })
})
afterEach(() => {
  act(() => root.unmount())
  editor.destroy()
  document.body.replaceChildren()
  localStorage.clear()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function show(people: readonly KnownPerson[], locale: 'en' | 'es' = 'en'): Promise<void> {
  const messages = await loadMessages(locale)
  act(() =>
    root.render(
      <NextIntlClientProvider locale={locale} messages={messages}>
        <Announcements editor={editor} people={people} />
      </NextIntlClientProvider>,
    ),
  )
}
const later = (ms: number) =>
  act(() => {
    vi.advanceTimersByTime(ms)
  })
const said = () => document.querySelector('[aria-live=polite]')?.textContent

test('says who comes and who goes, in both languages, and forgets it again', async () => {
  await show([me])
  later(2_000)
  expect(said()).toBe('')
  await show([me, eva, luis])
  later(2_000)
  expect(said()).toBe('Eva and Luis are here')
  await show([me, luis], 'es')
  later(2_000)
  expect(said()).toBe('Eva se ha ido')
  later(10_000)
  expect(said()).toBe('')
})

test('does not mention somebody who reloads the page', async () => {
  await show([me, eva])
  later(2_000)
  later(10_000)
  await show([me])
  later(500)
  await show([me, eva])
  later(2_000)
  expect(said()).toBe('')
})

test('says nothing of people to who does not want it', async () => {
  setAnnounced('people', false)
  await show([me, eva])
  later(2_000)
  expect(said()).toBe('')
  act(() => setAnnounced('people', true))
  await show([me, eva, luis])
  later(2_000)
  expect(said()).toBe('Luis is here')
})
