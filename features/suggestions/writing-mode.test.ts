import { expect, it, onTestFinished, vi } from 'vitest'

import { roles } from '#access/roles'
import { modesFor, rememberedMode, rememberMode } from '#features/suggestions/writing-mode'

it('lets everybody write as far as their role goes, and begins with the most', () => {
  expect(Object.fromEntries(roles.map((role) => [role, modesFor(role).join(' ')]))).toEqual({
    viewer: '',
    commenter: '',
    suggester: 'suggesting viewing',
    editor: 'editing suggesting viewing',
    owner: 'editing suggesting viewing',
  })
})

it('remembers each person’s own mode', () => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  }
  vi.stubGlobal('sessionStorage', storage)
  onTestFinished(() => void vi.unstubAllGlobals())
  rememberMode({ documentId: 'd', userId: 'ana' }, 'viewing')
  expect(rememberedMode({ documentId: 'd', userId: 'ana' }, 'editor')).toBe('viewing')
  expect(rememberedMode({ documentId: 'd', userId: 'luz' }, 'editor')).toBe('editing')
})
