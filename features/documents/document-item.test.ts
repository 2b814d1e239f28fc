import { expect, it } from 'vitest'

import { listAddress, readListQuery } from '#features/documents/document-item'

it.each([
  ['/', {}],
  ['/?view=trash', { view: 'trash' }],
  ['/?folder=a-1&order=title', { folder: 'a-1', order: 'title' }],
  [
    '/?view=shared&order=title&q=el+plan&show=120',
    { view: 'shared', order: 'title', q: 'el plan', show: '120' },
  ],
])('%s asks for %j, and back', (address, parameters) => {
  expect(listAddress(readListQuery(parameters))).toBe(address)
})

it.each([
  [{ view: 'constructor', order: '__proto__', show: '-1' }, '/'],
  [{ view: ['trash', 'all'], q: ['a'], show: '1e3' }, '/'],
  [{ show: '99999' }, '/?show=3000'],
  [{ show: '5' }, '/'],
  [{ folder: '../x' }, '/'],
  [{ folder: 'a', view: 'trash' }, '/?folder=a'],
])('what makes no sense is left out: %j', (parameters, address) => {
  expect(listAddress(readListQuery(parameters))).toBe(address)
})
