// @vitest-environment jsdom
import { NextIntlClientProvider } from 'next-intl'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { Avatars } from '#features/presence/avatars.tsx'
import type { PersonHere } from '#features/presence/people-here'
import type { PeopleActions } from '#features/presence/people-list.tsx'
import type { Locale } from '#i18n/locales'
import { loadMessages } from '#i18n/messages'
import { UiProvider } from '#ui/ui-provider'

let root: Root

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  root = createRoot(document.body.appendChild(document.createElement('div')))
})

afterEach(() => {
  act(() => root.unmount())
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

const person = (name: string | null, more: Partial<PersonHere> = {}): PersonHere => ({
  id: `id of ${name}`,
  name,
  color: '#1977bf',
  isSelf: false,
  isIdle: false,
  ...more,
})

async function show(
  people: PersonHere[],
  locale: Locale = 'en',
  actions?: PeopleActions,
): Promise<HTMLButtonElement | null> {
  const messages = await loadMessages(locale)
  act(() =>
    root.render(
      <NextIntlClientProvider locale={locale} messages={messages}>
        <UiProvider keyNames={{ shift: 'Shift', enter: 'Enter', space: 'Space' }}>
          <Avatars people={people} most={4} actions={actions} direct />
        </UiProvider>
      </NextIntlClientProvider>,
    ),
  )
  return document.querySelector('button')
}

test('nobody is nothing', async () => {
  expect(await show([])).toBe(null)
})

test('says who is here in both languages, with a stand-in for those without a name', async () => {
  const people = [person('Ana', { isSelf: true }), person(null)]
  expect((await show(people))?.getAttribute('aria-label')).toBe('2 people here: Ana (you), Somebody')
  expect((await show(people, 'es'))?.getAttribute('aria-label')).toBe('2 personas aquí: Ana (tú), Alguien')
})

test('shows as many as fit, and then one fewer and a count', async () => {
  const people = ['A', 'B', 'C', 'D', 'E', 'F'].map((name) => person(name))
  expect((await show(people.slice(0, 4)))?.textContent).toBe('ABCD')
  expect((await show(people))?.textContent).toBe('ABC+3')
})

test('lists everybody, and who is away', async () => {
  const people = ['A', 'B', 'C', 'D', 'E'].map((name) => person(name, { isIdle: name === 'B' }))
  const button = await show(people)
  act(() => button?.click())
  const items = [...document.querySelectorAll('[role=dialog] li')].map((item) => item.textContent)
  expect(items).toEqual(['AA', 'BBAway', 'CC', 'DD', 'EE'])
})

const press = (label: string) =>
  act(async () => document.querySelector<HTMLButtonElement>(`button[aria-label="${label}"]`)?.click())

test('a press on somebody leads to where they are, or to the list where they are nowhere', async () => {
  const went: (string | null)[] = []
  const goTo = async ({ name }: PersonHere) => {
    went.push(name)
    return name === 'A'
  }
  const follow = vi.fn<PeopleActions['follow']>()
  await show([person('A'), person('B')], 'en', { goTo, follow })
  await press('Go to A')
  expect([went, document.querySelector('[role=dialog]')]).toEqual([['A'], null])
  await press('Go to B')
  expect(went).toEqual(['A', 'B'])
  expect(document.querySelectorAll('[role=dialog] li')).toHaveLength(2)
})
