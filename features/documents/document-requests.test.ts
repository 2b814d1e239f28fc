import { afterEach, describe, expect, it, vi } from 'vitest'

import { requestToken, uploadImage } from '#features/documents/document-requests'

afterEach(() => vi.unstubAllGlobals())

const answering = (status: number, body: string) =>
  vi.stubGlobal('fetch', async () => new Response(body, { status }))

describe('asking for a token', () => {
  it('gives what the app signed', async () => {
    answering(200, '{"token":"t","expiresAt":5,"role":"editor"}')
    expect(await requestToken('doc')).toEqual({
      outcome: 'granted',
      token: 't',
      expiresAt: 5,
      role: 'editor',
    })
  })

  it.each([
    [404, 'gone'],
    [403, 'forbidden'],
  ])('%i with our own code means %s', async (status, outcome) => {
    answering(status, JSON.stringify({ error: outcome }))
    expect(await requestToken('doc')).toEqual({ outcome })
  })

  it.each([
    [404, '<h1>Not found</h1>'],
    [403, '{"error":"foreignOrigin"}'],
    [502, ''],
  ])('%i of somebody else only means that it could not be asked', async (status, body) => {
    answering(status, body)
    await expect(requestToken('doc')).rejects.toThrow(String(status))
  })
})

describe('an image that is not kept', () => {
  it.each([
    [413, '{"error":"imageTooBig"}', 'imageTooBig'],
    [413, '<h1>Request entity too large</h1>', 'imageTooBig'],
    [415, '{"error":"notAnImage"}', 'notAnImage'],
    [507, '{"error":"diskFull"}', 'diskFull'],
    [503, '{"error":"imagesUnavailable"}', 'imagesUnavailable'],
    [403, '{"error":"forbidden"}', 'forbidden'],
    [500, 'oops', 'unknown'],
  ])('%i %s is said as %s', async (status, body, code) => {
    answering(status, body)
    await expect(uploadImage('doc', new Blob(['x']))).rejects.toMatchObject({ code })
  })

  it('says when the server is not reached', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')))
    await expect(uploadImage('doc', new Blob(['x']))).rejects.toMatchObject({ code: 'unreachable' })
  })
})
