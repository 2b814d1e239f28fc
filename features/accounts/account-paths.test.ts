import { expect, it } from 'vitest'

import { safeNext, signInPath, signUpPath } from '#features/accounts/account-paths'

it.each([
  ['/d/abc', '/d/abc'],
  ['/?text=a&view=owned', '/?text=a&view=owned'],
  ['/d/a/../../b', '/b'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/..//evil.example', '/'],
  ['https://evil.example/d/abc', '/'],
  ['javascript:alert(1)', '/'],
  ['d/abc', '/'],
  ['', '/'],
  [undefined, '/'],
  [['/a', '/b'], '/'],
])('after signing in with %j one goes to %s', (next, expected) => {
  expect(safeNext(next)).toBe(expected)
})

it('brings one back to where one wanted to be', () => {
  expect(signInPath('/')).toBe('/sign-in')
  expect(new URLSearchParams(signInPath('/d/a?x=1&y').split('?')[1]).get('next')).toBe('/d/a?x=1&y')
})

it('never takes the secret of a link into another address', () => {
  const secret = 'x-_4'.repeat(6).slice(0, 22)
  for (const path of [signInPath, signUpPath]) {
    expect(path(`/s/${secret}`)).toMatch(/\?next=%2Fs%2Fkept$/)
    expect(path(`/s/${secret}?a=b`)).not.toContain(secret)
  }
})
