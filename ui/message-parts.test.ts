import { describe, expect, it, test } from 'vitest'

import { typedMention } from '#ui/mention-typed'
import { messageParts } from '#ui/message-parts'

const shown = (text: string, mentions: { id: string; name: string }[] = []) =>
  messageParts(text, mentions).map((part) => (part.kind === 'text' ? part.text : [part.kind, part.text]))

test.each([
  ['nothing in it', ['nothing in it']],
  ['see https://example.org/a?b=c#d.', ['see ', ['link', 'https://example.org/a?b=c#d'], '.']],
  ['(http://example.org)', ['(', ['link', 'http://example.org'], ')']],
  [
    'https://es.wikipedia.org/wiki/Pliego_(papel)',
    [['link', 'https://es.wikipedia.org/wiki/Pliego_(papel)']],
  ],
  ['javascript:alert(1) data:text/html,x', ['javascript:alert(1) data:text/html,x']],
  ['https://', ['https://']],
  ['<img src="https://example.org/x">', ['<img src="', ['link', 'https://example.org/x'], '">']],
])('%j has its addresses', (text, expected) => {
  expect(shown(text)).toEqual(expected)
})

it('names whom it names, the longest name first, and nobody else', () => {
  const people = [
    { id: 'a', name: 'Ana' },
    { id: 'b', name: 'Ana Luz (x)' },
  ]
  expect(shown('@Ana Luz (x), @Ana and @Eva', people)).toEqual([
    ['mention', '@Ana Luz (x)'],
    ', ',
    ['mention', '@Ana'],
    ' and @Eva',
  ])
})

describe('while somebody is being named', () => {
  const people = ['Ana Luz', 'Ángel', 'Eva'].map((name) => ({ id: name, name }))
  const choices = (text: string, caret = text.length) =>
    typedMention(text, caret, people)?.choices.map(({ name }) => name) ?? null

  it.each([
    ['@', ['Ana Luz', 'Ángel', 'Eva']],
    ['hi @an', ['Ana Luz', 'Ángel']],
    ['hi @luz', ['Ana Luz']],
    ['hi @x', null],
    ['mail@eva', null],
    ['@eva\nthen', null],
    ['no sign', null],
  ])('%j offers %j', (text, expected) => {
    expect(choices(text)).toEqual(expected)
  })

  it('goes by where the caret is', () => {
    expect(choices('@eva and more', 3)).toEqual(['Eva'])
    expect(choices('@eva and more')).toBeNull()
  })
})
