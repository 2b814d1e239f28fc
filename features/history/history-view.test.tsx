// @vitest-environment jsdom
import { NextIntlClientProvider } from 'next-intl'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'

import type { NamingOutcome } from '#features/history/history-requests'
import { Past } from '#features/history/past'
import { peopleOfHistory } from '#features/history/people-of-history'
import { lifeOfEdits, type Edit } from '#features/history/testing/life-of-edits'
import type { OnUndoWork } from '#features/history/undo/undo-of-person.tsx'
import { changesIn } from '#features/history/version-sheet.tsx'
import { VersionsOfDocument } from '#features/history/versions-of-document.tsx'
import { lifeKinds } from '#protocol/document-life'
import { loadMessages } from '#i18n/messages'
import { FullPage } from '#ui/full-page'
import { TooltipGroup } from '#ui/tooltip'

const textIn = (body: Y.XmlFragment) => (body.get(0) as Y.XmlElement).get(0) as Y.XmlText
const edits: Edit[] = [
  [
    '',
    (body) => {
      const element = new Y.XmlElement('paragraph')
      element.insert(0, [new Y.XmlText()])
      body.insert(0, [element])
    },
  ],
  ['ana', (body) => textIn(body).insert(0, 'Bread')],
  ['luz', (body) => textIn(body).insert(5, ' and water')],
]

const restored = vi.fn<(blocks: readonly unknown[], only: ReadonlySet<string> | null) => void>()
const undone = vi.fn<OnUndoWork>()
const scrolled = vi.fn<() => void>()
const named = vi.fn<(version: number, name: string | null) => Promise<NamingOutcome>>()
let root: Root
let past: Past | undefined

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }))
  // Nothing has a place on a page that is not laid out.
  Object.defineProperty(Element.prototype, 'scrollIntoView', {
    value: scrolled,
    configurable: true,
    writable: true,
  })
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(() => {
  act(() => root.unmount())
  past?.destroy()
  past = undefined
  document.body.replaceChildren()
  vi.unstubAllGlobals()
  vi.clearAllMocks()
})

async function show(locale: 'en' | 'es' = 'en', first = 1, onClosePage?: () => void): Promise<void> {
  const told = lifeOfEdits(edits, () => null).life
  const life = {
    ...told,
    first,
    kinds: told.kinds.with(first - 1, first > 1 ? lifeKinds.indexOf('before') : 1),
  }
  const people = peopleOfHistory(
    { life, people: [{ id: 'ana', name: 'Ana' }] },
    ['#1977bf', '#e36f7c'],
    new Map(),
  )
  const read = new Past(life, (person) => people[person]?.color ?? '')
  past = read
  const messages = await loadMessages(locale)
  const versions = (
    <VersionsOfDocument
      documentId="d"
      userId="ana"
      past={read}
      people={people}
      named={[{ version: 2, name: 'Draft', by: 'ana', at: 1 }]}
      takes={{ text: 20_400, history: 1_530_000, images: 0 }}
      colors={[]}
      colorsHere={new Map()}
      draw={(node) => <p>{node.children.map((one, at) => drawn(one, at))}</p>}
      language={null}
      changesSince={null}
      onRestore={restored}
      onUndo={undone}
      refused={null}
      onName={named}
      onClose={() => undefined}
    />
  )
  act(() =>
    root.render(
      <NextIntlClientProvider locale={locale} messages={messages} timeZone="UTC">
        <TooltipGroup>
          {onClosePage ? (
            <FullPage label="Version history" onClose={onClosePage}>
              {versions}
            </FullPage>
          ) : (
            versions
          )}
        </TooltipGroup>
      </NextIntlClientProvider>,
    ),
  )
  // What changed is counted once it is drawn.
  await act(nextFrame)
}

const drawn = (
  node: { text?: string | undefined; marks: readonly { attrs: Record<string, unknown> }[] },
  at: number,
) => {
  const kind = node.marks[0]?.attrs['kind']
  if (kind === 'inserted') return <ins key={at}>{node.text}</ins>
  return kind === 'deleted' ? <del key={at}>{node.text}</del> : <span key={at}>{node.text}</span>
}
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
const sheet = () => document.querySelector('section[aria-label="Version shown"] .document-text')
const textToBe = () => document.querySelector('section[aria-label="The text as it would be"] .document-text')
const button = (name: string) =>
  [...document.querySelectorAll('button')].find(
    (one) => one.getAttribute('aria-label') === name || one.textContent.startsWith(name),
  )
const press = async (name: string) => {
  act(() => button(name)?.click())
  await act(nextFrame)
}

test('shows what changed since the version before, and who was there', async () => {
  await show()
  const inserted = [...(sheet()?.querySelectorAll('ins') ?? [])].map(({ textContent }) => textContent)
  expect(inserted).toEqual(['Bread', ' and water'])
  expect(document.querySelector('header output')?.textContent).toBe('1 change')
  expect(document.querySelector('nav')?.textContent).toContain('Ana & Somebody · 2 edits')
  expect(document.querySelector('nav')?.textContent).toContain(
    'takes 1.6 MB on the server: 20 kB for the text with its latest edits, 1.5 MB for its history before those.',
  )
  await press('Next change')
  expect(document.querySelector('header output')?.textContent).toBe('1 of 1')
  expect(document.querySelector('.is-at-change')?.textContent).toBe('Bread')
  expect(scrolled).toHaveBeenCalledTimes(1)
})

test('goes to a named version, and brings it back', async () => {
  await show()
  expect(button('Restore this version')).toBeUndefined()
  await press('Draft')
  expect(sheet()?.textContent).toBe('Bread')
  await press('Restore this version')
  const [[blocks, only] = []] = restored.mock.calls
  expect(JSON.stringify(blocks)).toContain('"Bread"')
  expect(only).toBeNull()
})

test('says why a name is not kept', async () => {
  await show()
  await press('Name this version')
  named.mockResolvedValue('tooManyVersions')
  await act(async () => document.querySelector('form')?.requestSubmit())
  expect(document.querySelector('[role=alert]')?.textContent).toMatch(/^There are as many named versions/)
  named.mockResolvedValue('kept')
  await act(async () => document.querySelector('form')?.requestSubmit())
  expect(document.querySelector('form')).toBeNull()
})

test('goes through the life by the slider, as plain text', async () => {
  await show('es')
  const slider = document.querySelector<HTMLInputElement>('input[type=range]')
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(slider, '2')
    slider?.dispatchEvent(new Event('input', { bubbles: true }))
  })
  expect(document.querySelector('.document-text')?.textContent).toBe('Bread')
  expect(document.querySelector('.document-text ins')).toBeNull()
  expect(slider?.getAttribute('aria-valuetext')).toMatch(/^Ana · /)
})

test('begins with what stands for all that is no longer kept', async () => {
  await show('en', 2)
  const slider = document.querySelector<HTMLInputElement>('input[type=range]')
  expect([slider?.min, slider?.max]).toEqual(['2', '3'])
  expect(document.querySelector('nav')?.textContent).toContain('Everything up to here, as one version')
  await press('Draft')
  expect(sheet()?.textContent).toBe('Bread')
  expect(document.querySelector('header output')?.textContent).toBe('The first version')
})

test('a version that is chosen while the replay is on stays', async () => {
  await show()
  await press('Play')
  expect(button('Pause')).toBeDefined()
  await press('Draft')
  await act(nextFrame)
  expect(button('Pause')).toBeUndefined()
  expect(sheet()?.textContent).toBe('Bread')
  expect(document.querySelector('header output')?.textContent).toBe('1 change')
})

test('previews what goes and comes back where the work of one person is undone', async () => {
  await show()
  const menu = button('Undo what somebody did')
  act(() => {
    menu?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }))
  })
  const items = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')]
  expect(items.map(({ textContent }) => textContent)).toEqual([
    'Undo what Ana did since …',
    'Undo what Somebody did since …',
  ])
  act(() => items[1]?.click())
  await act(nextFrame)
  expect(textToBe()?.textContent).toBe('Bread and water')
  expect([...(textToBe()?.querySelectorAll('del') ?? [])].map(({ textContent }) => textContent)).toEqual([
    ' and water',
  ])
  expect(document.querySelector('header output')?.textContent).toBe('1 change')
  await press('Undo these changes')
  const [[blocksIn, done] = []] = undone.mock.calls
  expect(done).toBe('What Somebody did was undone.')
  const live = new Y.Doc()
  expect(JSON.stringify(blocksIn?.(live))).toContain('"Bread"')
  live.destroy()
  await press('Back to the versions')
  expect(sheet()?.textContent).toBe('Bread and water')
  expect(document.querySelector('header output')?.textContent).toBe('1 change')
})

test('Escape goes back from what would be undone to the versions, and only from these to the text', async () => {
  const closed = vi.fn<() => void>()
  await show('en', 1, closed)
  act(() => {
    button('Undo what somebody did')?.dispatchEvent(
      new PointerEvent('pointerdown', { bubbles: true, button: 0 }),
    )
  })
  act(() => document.querySelector<HTMLElement>('[role=menuitem]')?.click())
  await act(nextFrame)
  expect(textToBe()).not.toBeNull()
  const escape = async () => {
    const event = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })
    act(() => void document.activeElement?.dispatchEvent(event))
    await act(nextFrame)
  }
  await escape()
  expect(closed).not.toHaveBeenCalled()
  expect([textToBe(), sheet()?.textContent]).toEqual([null, 'Bread and water'])
  await escape()
  expect(closed).toHaveBeenCalledTimes(1)
})

test('has nothing to undo of who has done nothing since', async () => {
  await show()
  await press('Draft')
  act(() => {
    button('Undo what somebody did')?.dispatchEvent(
      new PointerEvent('pointerdown', { bubbles: true, button: 0 }),
    )
  })
  act(() => document.querySelector<HTMLElement>('[role=menuitem]')?.click())
  expect(document.querySelector('header output')?.textContent).toBe(
    'Nothing is left of what Ana did since then.',
  )
  expect(button('Undo these changes')).toHaveProperty('disabled', true)
})

test('counts what came and went, not what was only suggested', () => {
  const text = document.body.appendChild(document.createElement('div'))
  text.innerHTML =
    '<p>a<ins data-suggestion="s">b</ins><del data-suggestion="s">c</del><ins>d</ins><del>e</del></p>' +
    '<p><ins><ins data-suggestion="s">f</ins></ins><del data-suggestion="s">g</del><del>h</del></p>'
  expect(changesIn(text).map(({ textContent }) => textContent)).toEqual(['d', 'f', 'h'])
})
