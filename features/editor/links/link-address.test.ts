import { expect, test } from 'vitest'

import { linkAddress } from '#features/editor/links/link-address'

test.each([
  ['example.com', 'https://example.com'],
  [' https://example.com/a?b#c ', 'https://example.com/a?b#c'],
  ['http://example.com', 'http://example.com'],
  ['example.com:8080/path', 'https://example.com:8080/path'],
  ['localhost:3000', 'https://localhost:3000'],
  ['ana@example.com', 'mailto:ana@example.com'],
  ['mailto:ana@example.com', 'mailto:ana@example.com'],
  ['/d/abc', '/d/abc'],
  ['#part', '#part'],
])('%j becomes %j', (typed, address) => {
  expect(linkAddress(typed)).toBe(address)
})

test.each([
  '',
  '  ',
  'two words',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  'file:///etc',
])('%j becomes no link', (typed) => {
  expect(linkAddress(typed)).toBeNull()
})

test('what is longer than any address is not looked through', () => {
  expect(linkAddress(`a@${'.'.repeat(200_000)}@`)).toBeNull()
})
