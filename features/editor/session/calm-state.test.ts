import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import type { SessionState } from '#features/editor/collab-session'
import { CalmState } from '#features/editor/session/calm-state'

const state = (saveStatus: SessionState['saveStatus'], more: Partial<SessionState> = {}): SessionState => ({
  saveStatus,
  ready: true,
  online: true,
  slowWay: false,
  role: 'editor',
  problem: null,
  spell: null,
  ...more,
})

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watched() {
  let now = state('saved')
  const listeners: (() => void)[] = []
  const calm = new CalmState({
    subscribe: (listener) => {
      listeners.push(listener)
      return () => listeners.pop()
    },
    getState: () => now,
  })
  const shown: string[] = []
  calm.subscribe(() => shown.push(calm.getState().saveStatus))
  return {
    shown,
    become: (next: SessionState) => {
      now = next
      for (const listener of listeners) listener()
    },
  }
}

test('says saving at once and saved a moment later, so that keys change nothing between', () => {
  const { shown, become } = watched()
  for (let key = 0; key < 5; key++) {
    become(state('saving'))
    vi.advanceTimersByTime(60)
    become(state('saved'))
    vi.advanceTimersByTime(60)
  }
  expect(shown).toEqual(['saving'])
  vi.advanceTimersByTime(400)
  expect(shown).toEqual(['saving', 'saved'])
})

test('holds back no bad news, and nothing else that changes', () => {
  const { shown, become } = watched()
  become(state('saving'))
  become(state('notSaved'))
  become(state('saving'))
  become(state('saved', { role: 'viewer' }))
  expect(shown).toEqual(['saving', 'notSaved', 'saving', 'saved'])
})
