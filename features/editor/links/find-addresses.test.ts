import { expect, test } from 'vitest'

import { findAddresses } from '#features/editor/links/find-addresses'

const found = (text: string) =>
  findAddresses(text).map(({ text, href }) => (text === href ? text : [text, href]))

test.each([
  ['https://pliego.example/a?b=c#d', ['https://pliego.example/a?b=c#d']],
  ['http://localhost:3000/d/x', ['http://localhost:3000/d/x']],
  [
    'mira example.com y www.ejemplo.es/ruta',
    [
      ['example.com', 'https://example.com'],
      ['www.ejemplo.es/ruta', 'https://www.ejemplo.es/ruta'],
    ],
  ],
  [
    'ana.gil+docs@correo.example.org',
    [['ana.gil+docs@correo.example.org', 'mailto:ana.gil+docs@correo.example.org']],
  ],
  ['mailto:ana@example.org', ['mailto:ana@example.org']],
  ['(https://x.org/a), «https://x.org/b».', ['https://x.org/a', 'https://x.org/b']],
  ['https://es.wikipedia.org/wiki/Pliego_(papel)', ['https://es.wikipedia.org/wiki/Pliego_(papel)']],
  ['¿https://x.org?', ['https://x.org']],
])('%s', (text, addresses) => {
  expect(found(text)).toEqual(addresses)
})

test.each([
  'texto corriente, sin nada',
  'etc.',
  'terminó.No sé',
  'el fin.La vida',
  '3.14 y 192.168.1.7 y 12:30',
  'index.js, main.ts',
  'javascript:alert(1)',
  'ana@casa',
  'https://',
  '...',
  '@ana',
])('no address: %s', (text) => {
  expect(found(text)).toEqual([])
})

test('each is found where it stands', () => {
  const text = 'a (x.org) x.org'
  expect(
    findAddresses(text).map(({ start, text: address }) => [start, text.slice(start, start + address.length)]),
  ).toEqual([
    [3, 'x.org'],
    [10, 'x.org'],
  ])
})
