// @vitest-environment jsdom
import { Editor } from '@tiptap/core'
import { NextIntlClientProvider } from 'next-intl'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'

import type { Place, Receipt, ReceiptLine as Line } from '#features/merge-receipt/merge-receipt'
import { ReceiptLine } from '#features/merge-receipt/receipt-line.tsx'
import ReceiptPanel from '#features/merge-receipt/receipt-panel.tsx'
import { loadMessages } from '#i18n/messages'
import { documentExtensions } from '#schema/document-extensions'
import { documentField } from '#schema/document-fields'
import { UiProvider } from '#ui/ui-provider'

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  return () => vi.unstubAllGlobals()
})

/** A text of which each paragraph is in a shared document, too. */
function liveText(lines: readonly string[]) {
  const doc = new Y.Doc()
  doc.clientID = 1
  const body = doc.getXmlFragment(documentField.body)
  const write = (index: number, text: string) => {
    const element = new Y.XmlElement('paragraph')
    element.insert(0, [new Y.XmlText(text)])
    body.insert(index, [element])
  }
  lines.forEach((line, index) => write(index, line))
  const editor = new Editor({
    extensions: documentExtensions(),
    content: lines.map((line) => `<p>${line}</p>`).join(''),
    injectCSS: false,
    // Nothing has a place on a page that is not laid out.
    editorProps: { handleScrollToSelection: () => true },
  })
  const elementOf = (node: object) => body.get(editor.state.doc.children.findIndex((one) => one === node))
  const placeOf = (index: number, words = lines[index] ?? ''): Place => {
    // oxlint-disable-next-line no-underscore-dangle -- the only way to the id of a block
    const item = (body.get(index) as Y.XmlElement)._item
    if (!item) throw new Error('a block has a piece that brings it')
    return { path: [item.id], letters: [], words }
  }
  /** By the letters of a line, and not by its words alone. */
  const letteredPlaceOf = (index: number): Place => {
    const words = lines[index] ?? ''
    // oxlint-disable-next-line no-underscore-dangle -- the only way to the ids of letters
    const first = textOf(index)._start?.id
    if (!first) throw new Error('a line has letters')
    return {
      ...placeOf(index, words),
      letters: [{ client: first.client, clock: first.clock, length: words.length }],
    }
  }
  const textOf = (index: number) => (body.get(index) as Y.XmlElement).get(0) as Y.XmlText
  return { text: { editor, doc, elementOf }, body, placeOf, letteredPlaceOf, textOf, write }
}

const line = (id: string, place: Place, now: string): Line => ({
  id,
  deeds: [{ kind: 'wrote', text: now }],
  place,
  now,
  came: null,
  went: null,
})

const receiptOf = (parts: Partial<Receipt>): Receipt => ({
  since: Date.UTC(2026, 10, 23, 9, 0),
  until: Date.UTC(2026, 10, 23, 9, 12),
  spots: [],
  theirs: [],
  mine: [],
  counts: { theirs: parts.theirs?.length ?? 0, mine: parts.mine?.length ?? 0, spots: 0 },
  ...parts,
})

async function render(locale: 'en' | 'es', part: React.ReactNode) {
  const place = document.body.appendChild(document.createElement('div'))
  const root = createRoot(place)
  onTestFinished(() => {
    act(() => root.unmount())
    place.remove()
  })
  const messages = await loadMessages(locale)
  await act(async () =>
    root.render(
      <NextIntlClientProvider locale={locale} messages={messages} timeZone="UTC">
        <UiProvider keyNames={{ shift: 'Shift', enter: 'Enter', space: 'Space' }}>{part}</UiProvider>
      </NextIntlClientProvider>,
    ),
  )
  const button = (name: string) => {
    const found = [...place.querySelectorAll('button')].find((one) => one.textContent === name)
    if (!found) throw new Error(`there is no button ${name}`)
    return found
  }
  const press = (name: string) => act(() => button(name).click())
  return { place, press }
}

const nothing = () => {}

test.each([
  ['en', 'You were offline for 12 minutes: 3 changes by others, 1 of yours, 2 spots to look at.'],
  [
    'es',
    'Estuviste 12 minutos sin conexión: 3 cambios de los demás, 1 tuyo, 2 lugares que conviene revisar.',
  ],
] as const)('the line says in %s how much there is to see', async (locale, words) => {
  const receipt = receiptOf({ counts: { theirs: 3, mine: 1, spots: 2 } })
  const { place } = await render(
    locale,
    <ReceiptLine receipt={receipt} onShow={nothing} onDismiss={nothing} />,
  )
  expect(place.querySelector('output')?.textContent).toBe(words)
  expect(document.activeElement).toBe(document.body)
})

test('each place is told with who did what, and words that are nowhere any more are kept', async () => {
  const { text, placeOf } = liveText(['one', 'two'])
  const own = { ...line('own', placeOf(0), ''), landing: 'lost', lost: ' and a half' } as const
  const receipt = receiptOf({
    spots: [
      { id: 'spot', mine: [own], theirs: [line('other', placeOf(0), 'one')], place: placeOf(0), now: 'one' },
    ],
    theirs: [line('named', placeOf(1), 'two')],
  })
  const props = { receipt, text, blockName: () => '', onClose: nothing, onDone: nothing }
  const { place } = await render(
    'en',
    <ReceiptPanel
      {...props}
      whoDid={(change) => ('id' in change && change.id === 'named' ? { name: 'Luis' } : null)}
    />,
  )
  expect([...place.querySelectorAll('li p')].map((one) => one.textContent)).toEqual([
    'Somebody else wrote “one”',
    'You wrote “”',
    'The text around it was deleted by others. Your words were:',
    'Luis wrote “two”',
  ])
  expect(place.querySelector('blockquote')?.textContent).toBe('and a half')
})

test('a press leads to a place, also after the words were written anew elsewhere', async () => {
  const { text, body, placeOf, write } = liveText(['one', 'number two', 'three'])
  const receipt = receiptOf({
    theirs: [line('b', placeOf(1), 'number two'), line('c', placeOf(2), 'gone')],
  })
  const props = { receipt, text, blockName: () => '', onClose: nothing, onDone: nothing }
  const { place, press } = await render('en', <ReceiptPanel {...props} whoDid={() => 'self'} />)
  const outlined = () => text.editor.view.dom.querySelector('.receipt-spot')?.textContent
  press('number two')
  expect(outlined()).toBe('number two')
  expect(text.editor.state.selection.$head.parent.textContent).toBe('number two')
  expect(place.querySelectorAll('[aria-current]')).toHaveLength(1)

  // By Enter before it, the block that was is another one's, and its words are in a new one.
  body.delete(1, 1)
  write(1, 'before')
  write(2, 'number two, still')
  text.editor.commands.setContent('<p>one</p><p>before</p><p>number two, still</p><p>three</p>')
  press('number two')
  expect(outlined()).toBe('number two, still')

  body.delete(3, 1)
  text.editor.commands.setContent('<p>one</p><p>before</p><p>number two, still</p>')
  press('gone')
  expect(outlined()).toBe('number two, still')
})

test('a letter that others have for theirs by now leads nowhere by itself', async () => {
  const { text, letteredPlaceOf, textOf, write } = liveText(['typed without a server', 'then'])
  const receipt = receiptOf({ theirs: [line('a', letteredPlaceOf(0), 'typed without a server')] })
  const props = { receipt, text, blockName: () => '', onClose: nothing, onDone: nothing }
  const { press } = await render('en', <ReceiptPanel {...props} whoDid={() => 'self'} />)
  const outlined = () => text.editor.view.dom.querySelector('.receipt-spot')?.textContent
  // "first of all, " and Enter before it: of two alike letters the old one counts as the first.
  textOf(0).delete(1, 'yped without a server'.length)
  textOf(0).insert(0, 'firs')
  textOf(0).insert(5, ' of all, ')
  write(1, 'typed without a server')
  text.editor.commands.setContent('<p>first of all, </p><p>typed without a server</p><p>then</p>')
  press('typed without a server')
  expect(outlined()).toBe('typed without a server')
})

test('words that were changed a little are preferred to a copy of what they were', async () => {
  const { text, letteredPlaceOf, textOf, write } = liveText(['typed without a server', 'then'])
  const receipt = receiptOf({ theirs: [line('a', letteredPlaceOf(0), 'typed without a server')] })
  const props = { receipt, text, blockName: () => '', onClose: nothing, onDone: nothing }
  const { press } = await render('en', <ReceiptPanel {...props} whoDid={() => 'self'} />)
  textOf(0).delete(0, 'typed'.length)
  textOf(0).insert(0, 'spoken')
  write(2, 'typed without a server')
  text.editor.commands.setContent('<p>spoken without a server</p><p>then</p><p>typed without a server</p>')
  press('typed without a server')
  const spot = text.editor.view.dom.querySelector('.receipt-spot')
  expect(spot?.textContent).toBe('spoken without a server')
  const { $head } = text.editor.state.selection
  expect([$head.parent.textContent, $head.parentOffset]).toEqual(['spoken without a server', 'spoken'.length])
})

test('the outline stays with the words that it is about when somebody presses Enter in its block', async () => {
  const { text, placeOf } = liveText(['first, then', 'below'])
  const receipt = receiptOf({ theirs: [line('a', placeOf(0), 'first, then')] })
  const props = { receipt, text, blockName: () => '', onClose: nothing, onDone: nothing }
  const { press } = await render('en', <ReceiptPanel {...props} whoDid={() => 'self'} />)
  const outlined = () =>
    [...text.editor.view.dom.querySelectorAll('.receipt-spot')].map((one) => one.textContent)
  press('first, then')
  expect(outlined()).toEqual(['first, then'])
  text.editor.chain().setTextSelection(8).splitBlock().run()
  expect(outlined()).toEqual(['then'])
  text.editor.commands.deleteRange({ from: 9, to: 15 })
  expect(outlined()).toEqual([])
})

test('of very many places the first are shown until all are asked for', async () => {
  const { text, placeOf } = liveText(['one'])
  const theirs = Array.from({ length: 200 }, (_, index) => line(`line ${index}`, placeOf(0), 'one'))
  const props = {
    receipt: receiptOf({ theirs }),
    text,
    blockName: () => '',
    onClose: nothing,
    onDone: nothing,
  }
  const { place, press } = await render('es', <ReceiptPanel {...props} whoDid={() => null} />)
  expect(place.querySelectorAll('li')).toHaveLength(30)
  press('Mostrar los 200')
  expect(place.querySelectorAll('li')).toHaveLength(200)
})
