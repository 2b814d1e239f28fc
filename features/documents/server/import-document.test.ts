import { describe, expect, it } from 'vitest'

import type { AppServices } from '#features/documents/server/app-services'
import { CollabUnavailableError } from '#features/documents/server/collab-server-client'
import { importDocument } from '#features/documents/server/import-document'

const ana = { userId: 'ana', hasAccount: false }

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
)
const pending = (n: number) => `/api/documents/pending/images/${n}`

function services(seed: (content: unknown) => Promise<boolean>) {
  const log: string[] = []
  const made = {
    collabServer: { seed: (_id: string, content: unknown) => seed(content) },
    store: {
      documents: { insert: async () => void log.push('row') },
      images: { insert: async () => void log.push('image row') },
    },
    imageFiles: { write: async () => void log.push('write'), remove: async () => void log.push('remove') },
  } as unknown as AppServices
  return { made, log }
}

function form(): FormData {
  const data = new FormData()
  const image = (n: number, alt: string) => ({ type: 'image', attrs: { src: pending(n), alt } })
  const content = { type: 'doc', content: [image(0, 'kept'), image(1, 'no image'), image(2, 'not sent')] }
  data.set('content', JSON.stringify({ title: 'notes', content }))
  data.set(pending(0), new File([png], 'a.png'))
  data.set(pending(1), new File(['<svg onload="alert(1)"/>'], 'b.png'))
  return data
}

describe('a document from a file', () => {
  it('keeps its images, leaves the words of those that are none, and only then has a row', async () => {
    let seeded: unknown
    const { made, log } = services((content) => Promise.resolve(Boolean((seeded = content))))
    const outcome = await importDocument(made, form(), ana)
    if (outcome.outcome !== 'created') throw new Error(outcome.outcome)
    expect(outcome.id).toMatch(/^[\w-]{22}$/)
    expect(outcome.missingImages).toBe(2)
    expect(seeded).toMatchObject({
      title: 'notes',
      content: {
        content: [
          { type: 'image', attrs: { alt: 'kept', width: 1, height: 1 } },
          { type: 'paragraph', content: [{ type: 'text', text: 'no image' }] },
          { type: 'paragraph', content: [{ type: 'text', text: 'not sent' }] },
        ],
      },
    })
    expect(JSON.stringify(seeded)).toContain(`/api/documents/${outcome.id}/images/`)
    expect(log).toEqual(['write', 'row', 'image row'])
  })

  it('keeps as many images as our own pages send, and no more', async () => {
    const { made, log } = services(() => Promise.resolve(true))
    const data = form()
    for (let n = 0; n < 300; n += 1) data.append(pending(0), new File([png], 'again.png'))
    expect(await importDocument(made, data, ana)).toMatchObject({ outcome: 'created' })
    expect(log.filter((line) => line === 'write')).toHaveLength(200)
  })

  it.each([
    ['is refused', () => Promise.resolve(false), 'notReadable'],
    ['cannot be made now', () => Promise.reject(new CollabUnavailableError('down')), 'collabUnavailable'],
  ])('that %s leaves nothing behind', async (_what, seed, outcome) => {
    const { made, log } = services(seed)
    expect(await importDocument(made, form(), ana)).toMatchObject({ outcome })
    expect(log).toEqual(['write', 'remove'])
  })

  it('nested deeper than anybody writes is refused, and leaves nothing behind', async () => {
    const data = form()
    const depth = 200_000
    const quotes = '{"type":"blockquote","content":['.repeat(depth)
    data.set('content', `{"content":${quotes}{"type":"paragraph"}${']}'.repeat(depth)}}`)
    const { made, log } = services(() => Promise.resolve(true))
    expect(await importDocument(made, data, ana)).toEqual({ outcome: 'notReadable' })
    expect(log).toEqual([])
  })

  it.each([
    ['in letters', 'fileTooBig', `{"content":{"text":"${'ñ'.repeat(8 << 20)}"}}`],
    ['in nodes', 'notReadable', `{"content":{"content":[${'{},'.repeat(400_000)}{}]}}`],
  ])(
    'too large %s is refused, and nothing is asked of the collab server',
    async (_what, outcome, content) => {
      const data = new FormData()
      data.set('content', content)
      const { made } = services(() => Promise.reject(new Error('it was asked')))
      expect(await importDocument(made, data, ana)).toEqual({ outcome })
    },
  )

  it.each([['rubbish'], ['null'], ['{}'], ['{"content":7}']])('of %s is refused', async (content) => {
    const data = new FormData()
    data.set('content', content)
    const { made } = services(() => Promise.resolve(true))
    expect(await importDocument(made, data, ana)).toEqual({ outcome: 'notReadable' })
  })
})
