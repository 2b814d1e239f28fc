import { describe, expect, it } from 'vitest'

import { isHttps, isSameOrigin } from '#features/documents/server/same-origin'

const plain = { publicUrl: undefined, trustProxy: false }
const proxied = { publicUrl: undefined, trustProxy: true }
const named = { publicUrl: 'https://docs.example.org/pliego', trustProxy: false }

describe('a request that changes something', () => {
  it.each([
    ['the same host and port', plain, { origin: 'http://box:3000', host: 'box:3000' }, true],
    ['another site', plain, { origin: 'https://evil.example', host: 'box:3000' }, false],
    ['another port of the same host', plain, { origin: 'http://box:4000', host: 'box:3000' }, false],
    ['a name that only begins alike', plain, { origin: 'http://box:3000.evil', host: 'box:3000' }, false],
    ['an opaque origin', plain, { origin: 'null', host: 'box:3000' }, false],
    ['PUBLIC_URL', named, { origin: 'https://docs.example.org', host: '10.0.0.5:3000' }, true],
    ['PUBLIC_URL over plain http', named, { origin: 'http://docs.example.org', host: 'box:3000' }, false],
    ['the address itself beside a PUBLIC_URL', named, { origin: 'http://box:3000', host: 'box:3000' }, true],
    [
      'the host that a trusted proxy names',
      proxied,
      { origin: 'https://docs.example.org', host: 'app:3000', 'x-forwarded-host': 'docs.example.org' },
      true,
    ],
    [
      'plain http at the host for which a trusted proxy speaks https',
      proxied,
      { origin: 'http://box', host: 'app:3000', 'x-forwarded-host': 'box', 'x-forwarded-proto': 'https' },
      false,
    ],
    [
      'plain http at the host of an https PUBLIC_URL',
      named,
      { origin: 'http://docs.example.org', host: 'docs.example.org' },
      false,
    ],
    [
      'the host that somebody untrusted names',
      plain,
      { origin: 'https://evil.example', host: 'box:3000', 'x-forwarded-host': 'evil.example' },
      false,
    ],
    ['no browser', plain, { host: 'box:3000' }, true],
    ['a browser that hides where from', plain, { host: 'box:3000', 'sec-fetch-site': 'cross-site' }, false],
    ['a sister site', plain, { host: 'box:3000', 'sec-fetch-site': 'same-site' }, false],
  ] as const)('from %s', (_, config, headers, expected) => {
    expect(isSameOrigin(new Headers(headers), config)).toBe(expected)
  })
})

describe('https', () => {
  it('is believed of a trusted proxy alone', () => {
    const headers = new Headers({ host: 'box', 'x-forwarded-proto': 'https' })
    expect(isHttps(headers, proxied)).toBe(true)
    expect(isHttps(headers, plain)).toBe(false)
  })

  it('holds for the host of an https PUBLIC_URL, not for the address behind it', () => {
    expect(isHttps(new Headers({ host: 'docs.example.org' }), named)).toBe(true)
    expect(isHttps(new Headers({ host: '10.0.0.5:3000' }), named)).toBe(false)
  })
})
