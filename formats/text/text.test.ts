// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'

import { writeBodyAsHtml } from '#formats/html/write-html'
import { markdownDocument, schema } from '#formats/testing/formats-for-tests'
import { readText } from '#formats/text/read-text'
import { writeText } from '#formats/text/write-text'

describe('a document as plain text', () => {
  it('keeps the signs of lists, quotes and tables, and the addresses of links', () => {
    const doc = markdownDocument(`# Título

Un [enlace **doble**](https://x.org) y <https://x.org/solo>.\\
Otra línea.

- uno
  - dos
- tres

4. cuatro

- [x] hecho

> cita
>
> más

| a | b |
|---|---|
| c | d<br>e |

    código

![Un gato](/api/documents/a/images/b.png)
`)
    expect(writeText(doc)).toBe(`Título

Un enlace doble (https://x.org) y https://x.org/solo.
Otra línea.

- uno
  - dos
- tres

4. cuatro

[x] hecho

> cita
>
> más

a\tb
c\td e

código

[Un gato]
`)
  })

  it('of nothing is nothing', () => {
    expect(writeText(schema.node('doc', null, [schema.node('paragraph')]))).toBe('')
  })
})

describe('plain text as a document', () => {
  it.each([
    ['uno\ndos', '<p>uno</p>\n<p>dos</p>'],
    ['uno\r\nsigue\r\n\r\ndos\r\n', '<p>uno<br>sigue</p>\n<p>dos</p>'],
    ['\n\n  a <b>\n\n\n\n# b', '<p style="white-space:pre-wrap">  a &lt;b&gt;</p>\n<p># b</p>'],
    ['', '<p></p>'],
  ])('%j', (text, html) => {
    expect(writeBodyAsHtml(readText(text, schema))).toBe(html)
  })
})
