import { describe, expect, it } from 'vitest'

import type { AppServices } from '#features/documents/server/app-services'
import { CollabUnavailableError } from '#features/documents/server/collab-server-client'
import { exportDocument } from '#features/documents/server/export-document'

const own = '/api/documents/doc-1/images/a.png'
const other = '/api/documents/doc-2/images/b.png'
const image = (src: string) => ({ type: 'image', attrs: { src, alt: 'Un gato' } })
const content = {
  type: 'doc',
  content: [
    { type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: 'Año' }] },
    image(own),
    image(other),
  ],
}

function services(found: { title: string | null; content: unknown } | null): AppServices {
  return {
    collabServer: { content: () => Promise.resolve(found) },
    store: {
      images: {
        get: (_document: string, id: string) => Promise.resolve({ id, type: 'image/png', byteSize: 3 }),
      },
    },
    imageFiles: { read: () => Promise.resolve(Uint8Array.of(1, 2, 3)) },
  } as unknown as AppServices
}

const options = {
  documentId: 'doc-1',
  untitled: 'Sin título',
  language: 'es',
  origin: 'https://pliego.example',
}

describe('a live document as a file', () => {
  it('in Markdown says where its images are', async () => {
    const made = await exportDocument(services({ title: 'Año', content }), { ...options, format: 'md' })
    expect(made).toMatchObject({
      file: {
        name: 'Año.md',
        mediaType: 'text/markdown; charset=utf-8',
        text: `# Año\n\n![Un gato](https://pliego.example${own})\n\n![Un gato](https://pliego.example${other})\n`,
      },
    })
  })

  it('in HTML carries its own images with it, and no other document’s', async () => {
    const made = await exportDocument(services({ title: 'Año', content }), { ...options, format: 'html' })
    const { text } = (made as Extract<typeof made, { outcome: 'made' }>).file
    expect(text).toContain('<html lang="es">')
    expect(text).toContain('src="data:image/png;base64,AQID"')
    expect(text).toContain(`src="https://pliego.example${other}"`)
    expect(text).not.toContain(own)
  })

  it('without a title is called so', async () => {
    const made = await exportDocument(services({ title: null, content }), { ...options, format: 'txt' })
    expect(made).toMatchObject({ file: { name: 'Sin título.txt', text: 'Año\n\n[Un gato]\n\n[Un gato]\n' } })
  })

  it('that is not there, or not to be had, is said', async () => {
    expect(await exportDocument(services(null), { ...options, format: 'md' })).toEqual({ outcome: 'gone' })
    const broken = services(null)
    Object.assign(broken.collabServer, { content: () => Promise.reject(new CollabUnavailableError('down')) })
    expect(await exportDocument(broken, { ...options, format: 'md' })).toMatchObject({
      outcome: 'collabUnavailable',
    })
  })

  it('in HTML carries an image as often as there is room for it, and then says where it is', async () => {
    const often = { type: 'doc', content: Array.from({ length: 100 }, () => image(own)) }
    const megabyte = { ...services({ title: 'Año', content: often }) }
    Object.assign(megabyte, { imageFiles: { read: () => Promise.resolve(new Uint8Array(1 << 20)) } })
    const made = await exportDocument(megabyte, { ...options, format: 'html' })
    const { text } = (made as Extract<typeof made, { outcome: 'made' }>).file
    expect(text.length).toBeLessThan(51 << 20)
    expect(text.split('src="data:image/png;base64,')).toHaveLength(1 + 37)
    expect(text.split(`src="https://pliego.example${own}"`)).toHaveLength(1 + 63)
  })

  it('of more nodes than books have is not written', async () => {
    const many = Array.from({ length: 50_001 }, () => ({
      type: 'paragraph',
      content: [{ type: 'text', text: 'a' }],
    }))
    const large = services({ title: null, content: { type: 'doc', content: many } })
    expect(await exportDocument(large, { ...options, format: 'md' })).toEqual({ outcome: 'tooLarge' })
  })

  it('that is too large is not read', async () => {
    const large = services(null)
    Object.assign(large.collabServer, { content: () => Promise.resolve('tooLarge') })
    expect(await exportDocument(large, { ...options, format: 'html' })).toEqual({ outcome: 'tooLarge' })
  })
})
