// @vitest-environment jsdom
import { Editor, Extension } from '@tiptap/core'
import { NextIntlClientProvider } from 'next-intl'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'

import { DocumentSuggestions, type SuggestionTalk } from '#features/suggestions/document-suggestions.tsx'
import { loadMessages } from '#i18n/messages'
import { documentExtensions } from '#schema/document-extensions'
import { MarginLayout } from '#ui/margin-layout'
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

const nobody = [] as const
const luis = [{ id: 'luis', name: 'Luis', color: '#1977bf' }]

const allButtons = () => [...document.querySelectorAll('button')]
const button = (text: string) => allButtons().find((one) => one.textContent === text)
const buttons = () => allButtons().map((one) => one.getAttribute('aria-label') ?? one.textContent)

type Setting = {
  locale: 'en' | 'es'
  mayDecide: boolean
  hasLeft?: boolean
  past?: SuggestionTalk['past']
}

async function show({ locale, mayDecide, hasLeft = false, past = [] }: Setting) {
  const onDecided = vi.fn<(decision: unknown) => void>()
  const talk: SuggestionTalk = { past, onDecided, repliesTo: ({ id }) => <output>{`said of ${id}`}</output> }
  const decide = vi.fn<(decision: string, ids: readonly string[]) => boolean>(() => true)
  const outline = vi.fn<(id: string | null) => boolean>(() => true)
  const decisions = Extension.create({
    name: 'decisions',
    addCommands: () => ({
      decideSuggestions: (decision, chosen) => () => decide(decision, [...(chosen?.ids ?? [])]),
      pointOutSuggestion: (id) => () => outline(id),
    }),
  })
  const extensions = [...documentExtensions(), decisions]
  const editor = new Editor({
    extensions,
    content,
    injectCSS: false,
    // Nothing has a place on a page that is not laid out.
    editorProps: { handleScrollToSelection: () => true },
  })
  const place = document.body.appendChild(document.createElement('div'))
  const root = createRoot(place)
  onTestFinished(() => {
    act(() => root.unmount())
    editor.destroy()
    place.remove()
  })
  const messages = await loadMessages(locale)
  const margin = new MarginLayout()
  // It is fetched once it is opened, which is then a matter of a moment.
  await import('#features/suggestions/suggestions-panel.tsx')
  await act(async () =>
    root.render(
      <NextIntlClientProvider locale={locale} messages={messages} timeZone="UTC">
        <UiProvider keyNames={{ shift: 'Shift', enter: 'Enter', space: 'Space' }}>
          <DocumentSuggestions
            editor={editor}
            userId="ana"
            mayDecide={mayDecide}
            people={hasLeft ? nobody : luis}
            open
            onOpenChange={() => {}}
            withButton={false}
            documentId="d"
            margin={margin}
            talk={talk}
          />
        </UiProvider>
      </NextIntlClientProvider>,
    ),
  )
  await vi.waitFor(() => expect(document.querySelector('aside')).not.toBeNull())
  const cards = [...document.querySelectorAll('[data-suggestion-card]')]
  return { editor, cards, decide, outline, onDecided }
}

const press = (code: string) =>
  act(() => {
    window.dispatchEvent(new KeyboardEvent('keydown', { code, altKey: true, shiftKey: true }))
  })

const wordsOf = (card: Element) =>
  [...card.querySelectorAll('button span.block')].map((line) => line.textContent)

test('each suggestion is a card in plain words, which an editor answers', async () => {
  const { cards, decide } = await show({ locale: 'en', mayDecide: true })
  expect(cards.map(wordsOf)).toEqual([
    ['Replace: “old” with “new”'],
    ['Format: bold – “ end”'],
    ['Make it: heading 2 – “head”'],
  ])
  expect(cards.map((card) => card.querySelector('.truncate')?.textContent)).toEqual(['Luis', 'You', 'Luis'])
  const accept = cards[0]?.querySelector<HTMLElement>('[aria-label="Accept"]')
  act(() => accept?.click())
  expect(decide).toHaveBeenCalledWith('accept', ['1'])
  act(() => button('Reject all 3')?.click())
  expect(decide).toHaveBeenLastCalledWith('reject', ['1', '2', '3'])
})

test('whoever may not decide withdraws what is theirs, in Spanish too', async () => {
  const { cards } = await show({ locale: 'es', mayDecide: false })
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

const replacement = { kind: 'replace', deleted: 'old', inserted: 'new' }
const lookOf = { kind: 'format', formats: ['bold'], text: ' end' }

test('what was decided is told with the words of its card, and what one takes back as that', async () => {
  const { cards, onDecided } = await show({ locale: 'en', mayDecide: true })
  act(() => cards[0]?.querySelector<HTMLElement>('[aria-label="Accept"]')?.click())
  await vi.waitFor(() =>
    expect(onDecided.mock.calls).toEqual([
      [{ outcome: 'accepted', suggestions: [{ id: '1', by: 'luis', lines: [replacement] }] }],
    ]),
  )
  onDecided.mockClear()
  act(() => button('Reject all 3')?.click())
  const heading = { kind: 'become', block: 'heading2', text: 'head' }
  await vi.waitFor(() =>
    expect(onDecided.mock.calls).toEqual([
      [
        {
          outcome: 'rejected',
          suggestions: [
            { id: '1', by: 'luis', lines: [replacement] },
            { id: '3', by: 'luis', lines: [heading] },
          ],
        },
      ],
      [{ outcome: 'withdrawn', suggestions: [{ id: '2', by: 'ana', lines: [lookOf] }] }],
    ]),
  )
})

function choose(filter: HTMLSelectElement | null, value: string): void {
  act(() => {
    if (filter) filter.value = value
    filter?.dispatchEvent(new Event('change', { bubbles: true }))
  })
}

test('the filter is there before anything is decided, so that nothing moves under a pointer then', async () => {
  await show({ locale: 'en', mayDecide: true })
  choose(document.querySelector('select'), 'decided')
  expect(document.querySelector('aside')?.textContent).toContain('Nothing decided yet')
  expect(document.querySelector('[data-suggestion-card]')).toBeNull()
  choose(document.querySelector('select'), 'pending')
  expect(document.querySelectorAll('[data-suggestion-card]')).toHaveLength(3)
})

const decidedNames = () =>
  [...document.querySelectorAll('[data-decided-card]')].map((card) => card.querySelector('p')?.textContent)

test('what was decided is listed by itself, the last first, with what is said of it; not what is back', async () => {
  const decision = { outcome: 'accepted', lines: [replacement] }
  const { cards } = await show({
    locale: 'es',
    mayDecide: true,
    past: [
      { id: '8', by: 'luis', decision, decidedBy: 'Ana', at: 1_000 },
      { id: '9', by: '', decision: { outcome: 'rejected', lines: [lookOf] }, decidedBy: null, at: 2_000 },
      { id: '1', by: 'luis', decision, decidedBy: 'Ana', at: 3_000 },
      { id: '7', by: 'luis', decision: { outcome: 'forged', lines: [] }, decidedBy: 'Ana', at: 4_000 },
    ],
  })
  expect(cards.map((card) => card.querySelector('output')?.textContent)).toEqual([
    'said of 1',
    'said of 2',
    'said of 3',
  ])
  const filter = document.querySelector('select') as HTMLSelectElement
  expect([...filter.options].map(({ text }) => text)).toEqual(['Pendientes', 'Decididas'])
  choose(filter, 'decided')
  const decided = [...document.querySelectorAll('[data-decided-card]')]
  expect(decided.map((card) => [...card.querySelectorAll('p, output')].map((p) => p.textContent))).toEqual([
    [
      'Alguien que no está aquí',
      'Formato: negrita – « end»',
      expect.stringMatching(/^Rechazada por alguien/),
      'said of 9',
    ],
    ['Luis', 'Reemplazar: «old» por «new»', expect.stringMatching(/^Aceptada por Ana/), 'said of 8'],
  ])
  expect(document.querySelector('[data-suggestion-card]')).toBeNull()
  // By person, also by whom nobody knows any more.
  const [, person] = document.querySelectorAll('select')
  expect([...(person?.options ?? [])].map(({ text }) => text)).toEqual([
    'Todo el mundo',
    'Alguien que no está aquí',
    'Luis',
  ])
  choose(person ?? null, 'luis')
  expect(decidedNames()).toEqual(['Luis'])
  choose(person ?? null, '')
  expect(decidedNames()).toEqual(['Alguien que no está aquí'])
  choose(person ?? null, '*')
  expect(decidedNames()).toHaveLength(2)
})

test('keys decide about the one that is outlined, whichever way it was chosen', async () => {
  const { cards, decide, outline } = await show({ locale: 'en', mayDecide: true })
  const current = () => cards.map((card) => card.hasAttribute('aria-current'))
  press('KeyA')
  expect(decide).not.toHaveBeenCalled()
  press('KeyN')
  expect(current()).toEqual([true, false, false])
  const over = (type: string) =>
    act(() => {
      cards[1]?.dispatchEvent(new MouseEvent(type, { bubbles: true }))
    })
  over('mouseover')
  expect(outline).toHaveBeenLastCalledWith('2')
  over('mouseout')
  expect(outline).toHaveBeenLastCalledWith('1')
  act(() => cards[2]?.querySelector<HTMLElement>('button.block')?.click())
  expect(current()).toEqual([false, false, true])
  expect(outline).toHaveBeenLastCalledWith('3')
  press('KeyA')
  expect(decide).toHaveBeenLastCalledWith('accept', ['3'])
  press('KeyP')
  press('KeyR')
  expect(decide).toHaveBeenLastCalledWith('reject', ['2'])
})

const selected = () => button('Accept in the selection')

test('what is selected is decided about as it is selected by now', async () => {
  const { editor, decide } = await show({ locale: 'en', mayDecide: true })
  expect(selected()).toBeUndefined()
  act(() => void editor.commands.setTextSelection({ from: 2, to: 9 }))
  act(() => selected()?.click())
  expect(decide).toHaveBeenLastCalledWith('accept', ['1', '2'])
  act(() => void editor.commands.setTextSelection({ from: 14, to: 16 }))
  act(() => selected()?.click())
  expect(decide).toHaveBeenLastCalledWith('accept', ['3'])
  act(() => void editor.commands.setTextSelection(3))
  expect(selected()).toBeUndefined()
})

test('who has left is called by the name that the app knows', async () => {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address)
    return Response.json({ people: [{ id: 'luis', name: 'Luis' }] })
  })
  const { cards } = await show({ locale: 'en', mayDecide: true, hasLeft: true })
  const names = () => cards.map((card) => card.querySelector('.truncate')?.textContent)
  await vi.waitFor(() => expect(names()).toEqual(['Luis', 'You', 'Luis']))
  expect(asked).toEqual(['/api/documents/d/names?id=luis'])
  vi.unstubAllGlobals()
})
