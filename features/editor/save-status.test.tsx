// @vitest-environment jsdom
import { NextIntlClientProvider } from 'next-intl'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { holdBackMs, SaveStatus } from '#features/editor/save-status.tsx'
import type { SaveStatus as Status } from '#features/editor/session/save-state'
import { loadMessages } from '#i18n/messages'
import { UiProvider } from '#ui/ui-provider'

const statuses: Status[] = ['saving', 'saved', 'reconnecting', 'offlineSavedHere', 'notSaved', 'viewOnly']
let root: Root

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  vi.useFakeTimers()
  root = createRoot(document.body.appendChild(document.createElement('div')))
})

afterEach(() => {
  act(() => root.unmount())
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function show(status: Status, { locale = 'en', compact = false } = {}): Promise<void> {
  const messages = await loadMessages(locale as 'en' | 'es')
  act(() =>
    root.render(
      <NextIntlClientProvider locale={locale} messages={messages}>
        <UiProvider keyNames={{ shift: 'Shift', enter: 'Enter', space: 'Space' }}>
          <SaveStatus status={status} compact={compact} />
        </UiProvider>
      </NextIntlClientProvider>,
    ),
  )
}
const words = () => document.querySelector('output')?.textContent
const later = (ms: number) =>
  act(() => {
    vi.advanceTimersByTime(ms)
  })

describe('SaveStatus', () => {
  test.each([
    ['saving', 'Saving…', 'Guardando…'],
    ['saved', 'Saved', 'Guardado'],
    ['reconnecting', 'Reconnecting…', 'Reconectando…'],
    ['offlineSavedHere', 'Offline: saved on this device', 'Sin conexión: guardado en este dispositivo'],
    ['notSaved', 'Not saved: keep this tab open', 'Sin guardar: no cierres esta pestaña'],
    ['viewOnly', 'View only', 'Solo lectura'],
  ] as const)('says %s in both languages and both forms', async (status, english, spanish) => {
    await show(status)
    later(1_000)
    expect(words()).toBe(english)
    await show(status, { locale: 'es' })
    expect(words()).toBe(spanish)
    await show(status, { locale: 'es', compact: true })
    later(1_000)
    expect(words()).toBe(spanish)
    expect(document.querySelector('button')?.getAttribute('aria-label')).toBe(spanish)
  })

  test('does not mention a short break with nothing pending, but does mention a longer one', async () => {
    await show('saved')
    await show('reconnecting')
    later(900)
    await show('saved')
    later(5_000)
    expect(words()).toBe('Saved')
    await show('reconnecting')
    later(1_000)
    expect(words()).toBe('Reconnecting…')
  })

  test('is silent about the first second of connecting', async () => {
    await show('reconnecting')
    expect(words()).toBe('')
    later(1_000)
    expect(words()).toBe('Reconnecting…')
  })

  test('never holds back words that say something is unsaved', () => {
    for (const shown of [null, ...statuses])
      for (const next of ['saving', 'offlineSavedHere', 'notSaved'] as const)
        expect(holdBackMs(shown, next)).toBe(0)
  })
})
