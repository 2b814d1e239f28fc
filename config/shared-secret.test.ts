import { expect, test } from 'vitest'

import { ChangingSecret, type DatedSecret, secretLeadMs } from '#config/shared-secret'

const longestMs = 600_000
const start = Date.UTC(2026, 10, 23)

const raise = (error: unknown) => {
  throw error
}

function changing() {
  const state = { now: start, secrets: [{ text: 'old', signsFrom: 0 }] as DatedSecret[], reads: 0 }
  const read = () => {
    state.reads++
    return state.secrets
  }
  return { state, secret: new ChangingSecret(read, { onProblem: raise, now: () => state.now }) }
}

test('another secret is known before it signs, and the one before it counts for as long as it may', () => {
  const { state, secret } = changing()
  const signsFrom = start + secretLeadMs
  state.secrets = [...state.secrets, { text: 'new', signsFrom }]
  const at = (now: number) => {
    state.now = now
    return [secret.signing(), ...secret.accepted(longestMs)]
  }
  expect(at(start + 1000)).toEqual(['old', 'new', 'old'])
  expect(at(signsFrom - 1)).toEqual(['old', 'new', 'old'])
  expect(at(signsFrom)).toEqual(['new', 'new', 'old'])
  expect(at(signsFrom + longestMs - 1)).toEqual(['new', 'new', 'old'])
  expect(at(signsFrom + longestMs)).toEqual(['new', 'new'])
  // What is signed for less is done with it sooner.
  state.now = signsFrom + 60_000
  expect(secret.accepted(60_000)).toEqual(['new'])
})

test('a process that begins later does not take what has no use any more', () => {
  const secrets = [
    { text: 'old', signsFrom: 0 },
    { text: 'new', signsFrom: start },
  ]
  const begunAt = (now: number) =>
    new ChangingSecret(() => secrets, { onProblem: raise, now: () => now }).accepted(longestMs)
  expect(begunAt(start - 1)).toEqual(['new', 'old'])
  expect(begunAt(start)).toEqual(['new'])
})

test('it is looked for once a second at most, also after the clock was set back', () => {
  const { state, secret } = changing()
  for (let time = 0; time < 1000; time++) {
    state.now = start + time
    secret.signing()
  }
  expect(state.reads).toBe(1)
  state.now = start + 1000
  secret.signing()
  expect(state.reads).toBe(2)
  state.now = start - 3_600_000
  secret.signing()
  expect(state.reads).toBe(3)
})
