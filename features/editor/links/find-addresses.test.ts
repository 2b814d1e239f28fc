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
  [
    '(a.org/b)) [{x.org}]].',
    [
      ['a.org/b', 'https://a.org/b'],
      ['x.org', 'https://x.org'],
    ],
  ],
  [
    'www.gov.pl allegro.pl/x ana@casa.md https://fly.sh',
    [
      ['www.gov.pl', 'https://www.gov.pl'],
      ['allegro.pl/x', 'https://allegro.pl/x'],
      ['ana@casa.md', 'mailto:ana@casa.md'],
      'https://fly.sh',
    ],
  ],
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
  'README.md main.py lib.rs end.so run.sh (Module.pm) main.rs:12 notes.md#part',
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

const letters = 1_000_000
const maxCpuSeconds = 3

test.each([')', 'a)', '.', '(', 'a.', '()', 'a@', '-', `${')'.repeat(2_000)} `, `${'a.'.repeat(1_000)}! `])(
  'what only looks for an address is read in time: %#',
  (part) => {
    const before = process.cpuUsage()
    expect(found(part.repeat(letters / part.length))).toEqual([])
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1e6).toBeLessThan(maxCpuSeconds)
  },
)

test('a word longer than any address is none', () => {
  expect(found(`https://x.org/${'a'.repeat(2_000)}`)).toHaveLength(1)
  expect(found(`https://x.org/${'a'.repeat(2_100)}`)).toEqual([])
})
