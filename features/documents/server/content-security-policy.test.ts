import { expect, it } from 'vitest'

import { contentSecurityPolicy } from '#features/documents/server/content-security-policy'

const policy = (options: Partial<Parameters<typeof contentSecurityPolicy>[0]>) =>
  contentSecurityPolicy({
    nonce: 'n0nce',
    https: false,
    host: 'box:3000',
    collabUrl: undefined,
    collabPort: 1234,
    development: false,
    ...options,
  })

it.each([
  ['the page host at COLLAB_PORT over http', {}, 'ws://box:1234'],
  ['the same origin over https', { https: true, host: 'docs.example.org' }, 'wss://docs.example.org'],
  ['COLLAB_URL', { collabUrl: 'wss://collab.example.org:8443/x' }, 'wss://collab.example.org:8443'],
  ['COLLAB_URL written with https', { collabUrl: 'https://collab.example.org' }, 'wss://collab.example.org'],
  ['any host where the address is IPv6, which policies cannot name', { host: '[::1]:3000' }, 'ws:'],
  ['any host where the browser names none', { host: null }, 'ws:'],
  ['nothing that breaks out of the policy', { host: "x; script-src 'unsafe-inline'" }, 'ws:'],
])('lets a page connect to %s', (_, options, source) => {
  const connect = policy(options)
    .split('; ')
    .find((directive) => directive.startsWith('connect-src'))
  expect(connect).toBe(`connect-src 'self' ${source}`)
})

it('lets a page run its own scripts and those with its nonce, and be framed by nobody', () => {
  expect(policy({})).toContain("script-src 'self' 'nonce-n0nce';")
  expect(policy({})).toContain("frame-ancestors 'none'")
  expect(policy({ development: true })).toContain("'unsafe-eval'")
})
