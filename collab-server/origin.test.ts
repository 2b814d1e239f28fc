import { expect, it } from 'vitest'

import { isAllowedOrigin } from '#collab-server/origin'

const app = { appPort: 3000, trustProxy: false }

it.each([
  [
    'a page of the same host on the port of the app',
    { origin: 'http://box:3000', host: 'box:1234' },
    app,
    true,
  ],
  ['the same host on another port', { origin: 'http://box:8080', host: 'box:1234' }, app, false],
  ['the same origin behind a proxy', { origin: 'https://docs.example', host: 'docs.example' }, app, true],
  ['another host on the port of the app', { origin: 'http://evil:3000', host: 'box:1234' }, app, false],
  ['IPv6', { origin: 'http://[::1]:3000', host: '[::1]:1234' }, app, true],
  ['no Host', { origin: 'http://box:3000' }, app, false],
  ['no URL', { origin: 'box:3000', host: 'box:1234' }, app, false],
  [
    'a forwarded host that nobody vouches for',
    { origin: 'https://docs.example', host: 'inner:1234', 'x-forwarded-host': 'docs.example' },
    app,
    false,
  ],
  [
    'a forwarded host from a trusted proxy',
    { origin: 'https://docs.example', host: 'inner:1234', 'x-forwarded-host': 'docs.example' },
    { ...app, trustProxy: true },
    true,
  ],
  [
    'plain http where a trusted proxy speaks https',
    { origin: 'http://docs.example', host: 'docs.example', 'x-forwarded-proto': 'https' },
    { ...app, trustProxy: true },
    false,
  ],
  [
    'https where a trusted proxy speaks https',
    { origin: 'https://docs.example', host: 'docs.example', 'x-forwarded-proto': 'https' },
    { ...app, trustProxy: true },
    true,
  ],
  [
    'the public URL over plain http',
    { origin: 'http://docs.example', host: 'docs.example' },
    { ...app, publicUrl: 'https://docs.example' },
    false,
  ],
  [
    'the public URL',
    { origin: 'https://docs.example', host: 'inner' },
    { ...app, publicUrl: 'https://docs.example/pliego' },
    true,
  ],
  [
    'the same host where a public URL is set',
    { origin: 'http://box:3000', host: 'box:1234' },
    { ...app, publicUrl: 'https://docs.example' },
    false,
  ],
  [
    'the public URL where origins are listed without it',
    { origin: 'https://docs.example', host: 'inner' },
    { ...app, publicUrl: 'https://docs.example', allowedOrigins: ['https://other.example'] },
    false,
  ],
])('H3: %s', (_what, headers, settings, allowed) => {
  expect(isAllowedOrigin(headers, settings)).toBe(allowed)
})
