import { describe, expect, it } from 'vitest'

import { excerptAround, highlight } from '#features/documents/server/highlight'
import { searchTerms } from '#features/documents/server/search-terms'

const marked = (parts: ReturnType<typeof highlight> | null): string | undefined =>
  parts?.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('')

it.each([
  ['  Canción  del mar ', ['cancion', 'del', 'mar']],
  ['plan plan PLAN', ['plan']],
  ['" OR 1=1 --', ['or', '1']],
  ['¿?', []],
  ['', []],
  ['a b c d e f g h i j', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']],
  ['x'.repeat(90), ['x'.repeat(40)]],
])('the words of %j are %j', (text, terms) => {
  expect(searchTerms(text)).toEqual(terms)
})

describe('highlighting', () => {
  it.each([
    ['La Canción de mañana', ['canc', 'manana'], 'La [Canción] de [mañana]'],
    ['Canción'.normalize('NFD'), ['cancion'], `[${'Canción'.normalize('NFD')}]`],
    ['plan explains plans', ['plan'], '[plan] explains [plans]'],
    ['Última en APRIL', ['ultima', 'april'], '[Última] en [APRIL]'],
    ['nothing here', ['x'], 'nothing here'],
    ['', ['x'], ''],
    ['<b>plan</b>', ['b'], '<[b]>plan</[b]>'],
  ])('%j for %j', (text, terms, expected) => {
    expect(marked(highlight(text, terms))).toBe(expected)
  })
})

describe('an excerpt', () => {
  const filler = 'lorem ipsum dolor sit amet consectetur adipiscing elit '.repeat(10)

  it('is around the first hit, on one line', () => {
    const excerpt = marked(excerptAround(`${filler}\nthe needle lies\nhere ${filler}`, null, ['needle']))
    expect(excerpt).toMatch(/^… \w.*the \[needle\] lies here lorem/)
    expect(excerpt?.length).toBeLessThan(260)
  })

  it('is the beginning where the hit is near it', () => {
    expect(marked(excerptAround('A needle in hay', null, ['needle']))).toBe('A [needle] in hay')
  })

  it('does not repeat the title', () => {
    expect(marked(excerptAround('Needle\nsome text with a needle', 'Needle', ['needle']))).toBe(
      'some text with a [needle]',
    )
    expect(excerptAround('Needle\nsome text', 'Needle', ['needle'])).toBeNull()
  })

  it('keeps a hit after a run without spaces', () => {
    expect(marked(excerptAround(`${'x'.repeat(300)}-needle`, null, ['needle']))).toContain('[needle]')
  })
})
