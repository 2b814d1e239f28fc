// @vitest-environment jsdom
import { expect, test } from 'vitest'

import { readPastedImages } from '#features/editor/images/pasted-images'

const read = (html: string) => readPastedImages(html, { origin: 'http://here.test', unnamed: 'Image' })

test('a picture that stands elsewhere becomes a link with its description', () => {
  expect(read('<p>See <img src="https://a.test/b.png" alt="A boat"> there</p>').html).toBe(
    '<p>See <a href="https://a.test/b.png">A boat</a> there</p>',
  )
  expect(read('<img src="//a.test/b.png">').html).toBe('<p><a href="https://a.test/b.png">Image</a></p>')
  expect(read('<a href="https://c.test"><img src="https://a.test/b.png" alt="A boat"></a>').html).toBe(
    '<a href="https://c.test">A boat</a>',
  )
})

test('a picture of this place stays one, also where the browser made its address whole', () => {
  const own = '/api/documents/abc/images/def.png'
  const html = `<p>a</p><img src="${own}">`
  expect(read(html)).toEqual({ html, files: [] })
  expect(read(`<img src="http://here.test${own}">`).html).toBe(`<img src="${own}">`)
})

test('a picture that comes with its bytes is given back as a file', async () => {
  const { html, files } = read('<p>a<img src="data:image/png;base64,aGVsbG8=">b</p>')
  expect(html).toBe('<p>ab</p>')
  expect(files.map(({ type, size }) => [type, size])).toEqual([['image/png', 5]])
})

test.each([
  ['javascript:alert(1)', ''],
  ['file:///C:/word/1.png', ''],
  ['data:image/svg+xml;base64,PHN2Zz4=', ''],
  ['data:image/png;base64,%%%', ''],
])('nothing leads to %s, and only its description stays', (src, rest) => {
  expect(read(`<p><img src="${src}"></p>`)).toEqual({ html: `<p>${rest}</p>`, files: [] })
  expect(read(`<p><img src="${src}" alt="A boat"></p>`).html).toBe('<p>A boat</p>')
})

test('what only counts visits leaves nothing behind, and text without pictures is not touched', () => {
  expect(read('<p>a<img src="https://a.test/t.gif" width="1" height="1"></p>').html).toBe('<p>a</p>')
  expect(read('<tr><td>a').html).toBe('<tr><td>a')
})
