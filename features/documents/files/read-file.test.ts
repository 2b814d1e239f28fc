// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'

import { decodeText } from '#features/documents/files/decode-text'
import { readFile } from '#features/documents/files/read-file'

const bytes = (...values: number[]) => Uint8Array.from(values)
/** What is sent of a file, as text. */
const sent = (form: FormData) => form.get('content') as string

describe('a file that is opened', () => {
  it('is sent as a document called after it, with the images that came along', async () => {
    const html =
      '<h1>Año</h1><img src="data:image/png;base64,aGVsbG8=" alt="a"><img src="https://x.org/b.png"><script>alert(1)</script>'
    const { form, left, missing } = await readFile(new File([html], 'mis notas.html'), 'html')
    const { title, content } = JSON.parse(sent(form)) as { title: string; content: unknown }
    expect(title).toBe('mis notas')
    expect(JSON.stringify(content)).not.toContain('alert')
    expect([...form.keys()]).toEqual(['content', '/api/documents/pending/images/0'])
    expect([left, missing]).toEqual([1, 0])
  })

  it('that is nested beyond sense keeps its text', async () => {
    const { form } = await readFile(new File([`${'> '.repeat(80)}hondo`], 'a.md'), 'md')
    const content = sent(form)
    expect(content).toContain('hondo')
    expect(content.match(/blockquote/g)?.length).toBeLessThan(50)
  })
})

describe('the text in bytes', () => {
  it.each([
    ['UTF-8 with a mark', bytes(0xef, 0xbb, 0xbf, 0x61, 0xc3, 0xb1, 0x6f), 'txt', 'año'],
    ['old Windows', bytes(0x61, 0xf1, 0x6f, 0x80), 'txt', 'año€'],
    ['UTF-16', bytes(0xff, 0xfe, 0x61, 0x00, 0xf1, 0x00), 'txt', 'añ'],
    [
      'a page that says so',
      Uint8Array.from(Buffer.from('<meta charset="iso-8859-15">\u00A4', 'latin1')),
      'html',
      '<meta charset="iso-8859-15">€',
    ],
  ] as const)('%s', (_what, given, kind, text) => {
    expect(decodeText(given, kind)).toBe(text)
  })

  it('is none where there is no text', () => {
    expect(() => decodeText(bytes(0x50, 0x4b, 3, 4, 0, 0), 'txt')).toThrow(RangeError)
  })
})
