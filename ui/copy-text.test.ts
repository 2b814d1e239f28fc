// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest'

import { copyText } from '#ui/copy-text'

afterEach(() => vi.unstubAllGlobals())

function withCommand(copies: boolean) {
  const copied: string[] = []
  // jsdom has no commands.
  document.execCommand = () => {
    const field = document.activeElement
    if (field instanceof HTMLTextAreaElement) copied.push(field.value)
    return copies
  }
  return copied
}

it('uses the clipboard where the page may', async () => {
  const writeText = vi.fn<(text: string) => Promise<void>>(async () => {})
  vi.stubGlobal('navigator', { clipboard: { writeText } })
  expect(await copyText('http://box/d/1')).toBe(true)
  expect(writeText).toHaveBeenCalledWith('http://box/d/1')
})

it.each([
  ['there is no clipboard, as on plain http', {}],
  ['the clipboard is denied', { clipboard: { writeText: () => Promise.reject(new Error('denied')) } }],
])('copies by selection where %s, and gives focus back', async (_, navigator) => {
  vi.stubGlobal('navigator', navigator)
  const copied = withCommand(true)
  const button = document.body.appendChild(document.createElement('button'))
  button.focus()
  expect(await copyText('http://box/d/1')).toBe(true)
  expect(copied).toEqual(['http://box/d/1'])
  expect(document.activeElement).toBe(button)
  expect(document.querySelector('textarea')).toBeNull()
})

it('says so where nothing works', async () => {
  vi.stubGlobal('navigator', {})
  withCommand(false)
  expect(await copyText('http://box/d/1')).toBe(false)
})
