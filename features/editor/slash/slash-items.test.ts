import { expect, test } from 'vitest'

import { findSlashItems } from '#features/editor/slash/slash-items'

const found = (query: string) => findSlashItems(query).map(({ command }) => command.id)

test('nothing typed offers everything but the small headings', () => {
  expect(found('')).toContain('heading3')
  expect(found('')).toContain('divider')
  expect(found('')).not.toContain('heading4')
})

test.each([
  ['table', 'table'],
  ['TABLA', 'table'],
  ['titulo 2', 'heading2'],
  ['Título 2', 'heading2'],
  ['heading 5', 'heading5'],
  ['h6', 'heading6'],
  ['vinetas', 'bulletList'],
  ['viñetas', 'bulletList'],
  ['to-do', 'taskList'],
  ['codigo', 'codeBlock'],
  ['foto', 'image'],
  ['linea', 'divider'],
  ['numer', 'orderedList'],
])('%j finds %s first', (query, id) => {
  expect(found(query)[0]).toBe(id)
})

test('what begins with the letters comes before what has them within', () => {
  expect(found('list')[0]).toBe('bulletList')
  expect(found('li').indexOf('divider')).toBeGreaterThan(-1)
})

test.each(['xyz', 'tablecloth', 'qq'])('%j finds nothing', (query) => {
  expect(found(query)).toEqual([])
})
