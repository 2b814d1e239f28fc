import type { Page } from '@playwright/test'
import { crc32, deflateSync } from 'node:zlib'

type Content = { type: string; attrs?: object; marks?: object[]; text?: string; content?: Content[] }

const text = (words: string, ...marks: (string | object)[]): Content => ({
  type: 'text',
  text: words,
  ...(marks.length > 0
    ? { marks: marks.map((mark) => (typeof mark === 'string' ? { type: mark } : mark)) }
    : {}),
})
const block = (type: string, content: (Content | string)[] = [], attrs: object = {}): Content => ({
  type,
  attrs,
  content: content.map((part) => (typeof part === 'string' ? text(part) : part)),
})
const line = (...content: (Content | string)[]) => block('paragraph', content)
const items = (type: string, words: readonly string[], attrs: (index: number) => object = () => ({})) =>
  words.map((word, index) => block(type, [line(word)], attrs(index)))

/** What the tour points at, in both languages. */
export const sampleWords = {
  en: {
    title: 'Three days in the mountains',
    intro:
      'We leave early on Friday, with bread and cheese for three days, and come back when it is all eaten.',
    pointed: 'bread and cheese',
    link: 'the map',
    before: 'The way is on ',
    after: ', marked in red.',
    what: 'What to bring',
    things: ['Rope, twenty metres', 'A stove that works in wind', 'Something to read'],
    tasks: ['Ask for the key', 'Buy matches'],
    note: 'The hut has no signal: tell somebody when we leave.',
    more: 'If it snows',
    hidden: 'We stay in the valley and walk along the river.',
    days: 'Day by day',
    table: [
      ['Day', 'Way', 'Hours'],
      ['Friday', 'To the hut', '6'],
      ['Saturday', 'The ridge', '8'],
    ],
    caption: 'The ridge at dawn',
    alt: 'A ridge before a pale sky',
    numbers: 'Numbers',
    formula: 'An hour for each four kilometres makes ',
    last: 'See you there',
  },
  es: {
    title: 'Tres días en la montaña',
    intro: 'Salimos el viernes temprano, con pan y queso para tres días, y volvemos cuando se acabe todo.',
    pointed: 'pan y queso',
    link: 'el mapa',
    before: 'El camino está en ',
    after: ', marcado en rojo.',
    what: 'Qué llevar',
    things: ['Cuerda, veinte metros', 'Un hornillo que aguante el viento', 'Algo para leer'],
    tasks: ['Pedir la llave', 'Comprar cerillas'],
    note: 'En el refugio no hay cobertura: avisa a alguien cuando salgamos.',
    more: 'Si nieva',
    hidden: 'Nos quedamos en el valle y caminamos junto al río.',
    days: 'Día a día',
    table: [
      ['Día', 'Camino', 'Horas'],
      ['Viernes', 'Al refugio', '6'],
      ['Sábado', 'La cresta', '8'],
    ],
    caption: 'La cresta al amanecer',
    alt: 'Una cresta ante un cielo pálido',
    numbers: 'Números',
    formula: 'Una hora por cada cuatro kilómetros da ',
    last: 'Nos vemos allí',
  },
} as const

export type SampleWords = (typeof sampleWords)['en' | 'es']

const pendingImage = '/api/documents/pending/images/0'

function content(words: SampleWords): Content {
  const link = { type: 'link', attrs: { href: 'https://example.org/map' } }
  return block('doc', [
    block('heading', [words.title], { level: 1 }),
    line(words.intro),
    line(words.before, text(words.link, link), words.after),
    block('tableOfContents'),
    block('heading', [words.what], { level: 2 }),
    block('bulletList', items('listItem', words.things)),
    block(
      'taskList',
      items('taskItem', words.tasks, (index) => ({ checked: index === 0 })),
    ),
    block('callout', [line(words.note)], { kind: 'warning' }),
    block('toggle', [line(words.more), line(words.hidden)]),
    block('heading', [words.days], { level: 2 }),
    block(
      'table',
      words.table.map((row, index) =>
        block(
          'tableRow',
          row.map((cell) => block(index === 0 ? 'tableHeader' : 'tableCell', [line(cell)])),
        ),
      ),
    ),
    block('image', [], { src: pendingImage, alt: words.alt, caption: words.caption, size: 50 }),
    block('heading', [words.numbers], { level: 2 }),
    line(words.formula, { type: 'inlineFormula', attrs: { tex: 't = \\frac{s}{4}' } }, '.'),
    block('codeBlock', ['\\sum_{d=1}^{3} h_d = 20'], { language: 'math' }),
    block('codeBlock', ['graph LR\n  A[Valley] --> B[Hut] --> C[Ridge]'], { language: 'mermaid' }),
    block('codeBlock', ['const hours = [6, 8, 6] // each day\nconsole.log("ready", hours)'], {
      language: 'typescript',
    }),
    block('blockquote', [line(words.last)]),
    line(),
  ])
}

/** Makes a document with one of everything, as when it is opened from a file. @returns its id */
export async function makeSampleDocument(page: Page, words: SampleWords): Promise<string> {
  return makeDocument(page, { title: words.title, content: content(words) }, ridge())
}

/** Makes a document of ProseMirror's JSON. @returns its id */
export async function makeDocument(
  page: Page,
  document: { title: string; content: Content },
  image?: Buffer,
): Promise<string> {
  await page.goto('/')
  return page.evaluate(
    async ({ json, image, source }) => {
      const form = new FormData()
      form.append('content', json)
      if (image) {
        const bytes = Uint8Array.from(atob(image), (character) => character.codePointAt(0) ?? 0)
        form.append(source, new File([bytes], 'ridge.png', { type: 'image/png' }))
      }
      const response = await fetch('/api/documents/import', { method: 'POST', body: form })
      if (response.status !== 201) throw new Error(`no document was made: ${response.status}`)
      const { id } = (await response.json()) as { id: string }
      return id
    },
    { json: JSON.stringify(document), image: image?.toString('base64'), source: pendingImage },
  )
}

/** A PNG of a mountain ridge before a sky. */
function ridge(width = 480, height = 300): Buffer {
  const rows = Buffer.alloc(height * (width * 3 + 1))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const edge = 170 - 60 * Math.sin(x / 90) - 25 * Math.sin(x / 23) - 8 * Math.sin(x / 7)
      const isSky = y < edge
      const shade = isSky ? y / height : (y - edge) / height
      const color = isSky ? [214 + 30 * shade, 222 - 20 * shade, 236 - 90 * shade] : [70, 84, 96 - 60 * shade]
      rows.set(color, y * (width * 3 + 1) + 1 + x * 3)
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
