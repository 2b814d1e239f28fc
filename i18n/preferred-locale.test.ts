import { expect, it } from 'vitest'

import { preferredLocale } from '#i18n/preferred-locale'

it.each([
  [null, 'en'],
  ['', 'en'],
  ['es', 'es'],
  ['es-MX,es;q=0.9,en;q=0.8', 'es'],
  ['en;q=0.5, es;q=0.9', 'es'],
  ['fr,de', 'en'],
  ['fr, es;q=0.1', 'es'],
  ['es;q=0, en', 'en'],
  ['ES-419', 'es'],
  ['est, en', 'en'],
])('a browser that prefers %j gets %s', (header, locale) => {
  expect(preferredLocale(header)).toBe(locale)
})
