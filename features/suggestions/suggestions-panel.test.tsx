// @vitest-environment jsdom
import { Editor, Extension } from '@tiptap/core'
import { NextIntlClientProvider } from 'next-intl'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'

import { listSuggestions } from '#features/suggestions/suggestion-list'
import SuggestionsPanel from '#features/suggestions/suggestions-panel.tsx'
import { loadMessages } from '#i18n/messages'
import { documentExtensions } from '#schema/document-extensions'
import { UiProvider } from '#ui/ui-provider'

type Mark = { type: string; attrs: Record<string, unknown> }

const origin = (id: string, by: string) => ({ by, id, at: 1_000 })
const t = (text: string, ...marks: Mark[]) => ({ type: 'text', text, marks })
const content = {
  type: 'doc',
  content: [
    {
      type: 'paragraph',
      content: [
        t('old', { type: 'deletion', attrs: origin('1', 'luis') }),
        t('new', { type: 'insertion', attrs: origin('1', 'luis') }),
        t(' end', { type: 'formatting', attrs: { ...origin('2', 'ana'), mark: 'bold', on: true } }),
      ],
    },
    {
      type: 'paragraph',
      attrs: {
        suggestion: { ...origin('3', 'luis'), kind: 'change', to: { type: 'heading', attrs: { level: 2 } } },
      },
      content: [t('head')],
    },
  ],
}

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  return () => vi.unstubAllGlobals()
})

async function show({ locale, mayDecide }: { locale: 'en' | 'es'; mayDecide: boolean }) {
  const decide = vi.fn<(decision: string, ids: readonly string[]) => boolean>(() => true)
  const decisions = Extension.create({
    name: 'decisions',
    addCommands: () => ({
      decideSuggestions: (decision, chosen) => () => decide(decision, [...(chosen?.ids ?? [])]),
      pointOutSuggestion: () => () => true,
    }),
  })
  const extensions = [...documentExtensions(), decisions]
  const editor = new Editor({ extensions, content, injectCSS: false })
  const place = document.body.appendChild(document.createElement('div'))
  const root = createRoot(place)
  onTestFinished(() => {
    act(() => root.unmount())
    editor.destroy()
    place.remove()
  })
  const messages = await loadMessages(locale)
  act(() =>
    root.render(
      <NextIntlClientProvider locale={locale} messages={messages} timeZone="UTC">
        <UiProvider keyNames={{ shift: 'Shift', enter: 'Enter', space: 'Space' }}>
          <SuggestionsPanel
            editor={editor}
            suggestions={listSuggestions(editor.state.doc)}
            userId="ana"
            mayDecide={mayDecide}
            people={[{ id: 'luis', name: 'Luis', color: '#1977bf' }]}
            onClose={() => {}}
          />
        </UiProvider>
      </NextIntlClientProvider>,
    ),
  )
  const cards = [...place.querySelectorAll('[data-suggestion-card]')]
  const buttons = () =>
    [...place.querySelectorAll('button')].map((one) => one.getAttribute('aria-label') ?? one.textContent)
  return { place, cards, buttons, decide }
}

const wordsOf = (card: Element) =>
  [...card.querySelectorAll('button span.block')].map((line) => line.textContent)

test('each suggestion is a card in plain words, which an editor answers', async () => {
  const { place, cards, decide } = await show({ locale: 'en', mayDecide: true })
  expect(cards.map(wordsOf)).toEqual([
    ['Replace: “old” with “new”'],
    ['Format: bold – “ end”'],
    ['Make it: heading 2 – “head”'],
  ])
  expect(cards.map((card) => card.querySelector('.truncate')?.textContent)).toEqual(['Luis', 'You', 'Luis'])
  const accept = cards[0]?.querySelector<HTMLElement>('[aria-label="Accept"]')
  act(() => accept?.click())
  expect(decide).toHaveBeenCalledWith('accept', ['1'])
  const all = [...place.querySelectorAll('button')].find((one) => one.textContent === 'Reject all 3')
  act(() => all?.click())
  expect(decide).toHaveBeenLastCalledWith('reject', ['1', '2', '3'])
})

test('whoever may not decide withdraws what is theirs, in Spanish too', async () => {
  const { cards, buttons } = await show({ locale: 'es', mayDecide: false })
  expect(cards.map(wordsOf)).toEqual([
    ['Reemplazar: «old» por «new»'],
    ['Formato: negrita – « end»'],
    ['Convertir en: título 2 – «head»'],
  ])
  expect(buttons().filter((name) => /^(Aceptar|Rechazar|Retirar)/.test(name ?? ''))).toEqual([
    'Retirar la mía',
    'Retirar',
  ])
})
