// @vitest-environment jsdom
import { NextIntlClientProvider } from 'next-intl'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, onTestFinished, test, vi } from 'vitest'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { wholeBlockCommands } from '#features/editor/commands/whole-block-commands'
import { viewCommands } from '#features/editor/commands/view-commands'
import { kitRows, type KitRow } from '#features/editor/kit-rows'
import { furtherCommands, toolbarGroups } from '#features/editor/toolbar/toolbar-groups'
import { Toolbar } from '#features/editor/toolbar/toolbar.tsx'
import { loadMessages } from '#i18n/messages'

// Nothing is laid out here: there is room for all.
vi.mock('#features/editor/toolbar/use-fitting-commands', () => ({ useFittingCommands: () => 100 }))

class NoSizes {
  observe() {}
  unobserve() {}
  disconnect() {}
}

type Locale = 'en' | 'es'

async function shown(locale: Locale) {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  vi.stubGlobal('ResizeObserver', NoSizes)
  HTMLElement.prototype.scrollIntoView = () => {}
  const messages = await loadMessages(locale)
  const network = testEditors(1, (body) => body.insert(0, [textBlock('paragraph', 'word')]))
  const root = createRoot(document.body.appendChild(document.createElement('div')))
  const [ana] = network.people
  if (!ana) throw new Error('one editor was asked for')
  onTestFinished(() => {
    act(() => root.unmount())
    network.destroy()
    document.body.replaceChildren()
    vi.unstubAllGlobals()
  })
  act(() =>
    root.render(
      <NextIntlClientProvider locale={locale} messages={messages}>
        <Toolbar editor={ana.editor} />
      </NextIntlClientProvider>,
    ),
  )
  const { commands = {} } = messages.editor as { commands?: Record<string, string> }
  return { ana, nameOf: (id: string) => commands[id] ?? `no name of ${id}` }
}

const inLine = new Set(toolbarGroups.flat().map(({ id }) => id))

test(
  'each button does what its row of the kit says, shows it, and takes it back',
  { timeout: 60_000 },
  async () => {
    const { ana, nameOf } = await shown('en')
    const start = (row: KitRow) => {
      ana.editor.commands.setContent('<p>word</p>')
      return row.onSelection ? ana.caretIn('word', 0, 4) : ana.caretIn('word', 4)
    }
    const rows = kitRows.filter(({ id }) => inLine.has(id))
    expect(rows.length).toBeGreaterThan(10)
    for (const row of rows) {
      act(() => start(row))
      const button = [...document.querySelectorAll<HTMLElement>('[role=toolbar] button')].find((one) =>
        one.getAttribute('aria-label')?.startsWith(nameOf(row.id)),
      )
      act(() => button?.click())
      expect([row.id, ana.editor.getHTML()]).toEqual([row.id, row.html])
      if (!button?.hasAttribute('aria-pressed')) continue
      expect([row.id, button.getAttribute('aria-pressed')]).toEqual([row.id, 'true'])
      if (row.id.startsWith('align')) continue
      act(() => button.click())
      expect([row.id, ana.editor.getHTML()]).toEqual([row.id, '<p>word</p>'])
      expect([row.id, button.getAttribute('aria-pressed')]).toEqual([row.id, 'false'])
    }
  },
)

test(
  'the menu at the end has all others, and does what is chosen when it is gone',
  { timeout: 60_000 },
  async () => {
    const { ana, nameOf } = await shown('es')
    act(() => ana.caretIn('word', 4))
    const trigger = [...document.querySelectorAll<HTMLElement>('[data-fixed]')].at(-1)
    act(() => {
      trigger?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    })
    const items = [...document.querySelectorAll<HTMLElement>('[role=menu] [role^=menuitem]')]
    const others = [...furtherCommands, ...wholeBlockCommands, ...viewCommands].map(({ id }) => nameOf(id))
    expect(items.map((item) => item.querySelector('.grow')?.textContent)).toEqual(others)
    await act(async () => {
      items.find((item) => item.querySelector('.grow')?.textContent === nameOf('toggle'))?.click()
      await new Promise((resolve) => setTimeout(resolve))
    })
    await vi.waitFor(() => expect(ana.editor.getHTML()).toBe('<div data-toggle=""><p>word</p></div>'))
  },
)
