// @vitest-environment jsdom
import { beforeEach, expect, onTestFinished, test } from 'vitest'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { pressKeys, typeText } from '#features/editor/commands/keys-for-tests'
import { emojiTyped } from '#features/editor/emoji/emoji-typed'
import { emojiGroups, emojiOf, findEmoji } from '#features/editor/emoji/find-emoji'
import { insertEmoji, recentEmoji } from '#features/editor/emoji/insert-emoji'
import { findSlashItems } from '#features/editor/slash/slash-items'

beforeEach(() => localStorage.clear())

const found = (query: string, recent: readonly string[] = []) =>
  findEmoji(query, 7, recent).map(({ text }) => text)

test.each([
  ['smile', '😄'],
  ['+1', '👍️'],
  ['tada', '🎉'],
  ['corazon', '❤️'],
  ['corazón', '❤️'],
  ['cara_llorando', '😢'],
  ['ESPAÑA', '🇪🇸'],
  ['mexico', '🇲🇽'],
  ['perro', '🐶'],
])(':%s finds %s', (query, emoji) => {
  expect(found(query)).toContain(emoji)
})

test('the very short name comes first, and what was used last before its equals', () => {
  expect(found('smile')[0]).toBe('😄')
  expect(found('heart')[0]).toBe('❤️')
  expect(found('corazon', ['💚'])[0]).toBe('💚')
  expect(found('zzzz')).toEqual([])
})

test.each(['emoji', 'emoticono'])('/%s opens the picker', (query) => {
  expect(findSlashItems(query)[0]?.command.id).toBe('emoji')
})

function two(text: string) {
  const network = testEditors(2, (body) => body.insert(0, [textBlock('paragraph', text)]), undefined, [
    emojiTyped.extension,
  ])
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  return { ana, ben, deliver: () => network.deliver() }
}

test('a name is typed after a colon and becomes plain text, while another writes before it', () => {
  const { ana, ben, deliver } = two('word')
  ana.caretIn('word', 4)
  ben.caretIn('word', 0)
  typeText(ana.editor, ' :sm')
  deliver()
  typeText(ben.editor, 'XY ')
  deliver()
  expect(emojiTyped.query(ana.editor.state)).toMatchObject({ text: 'sm' })
  typeText(ana.editor, 'ile')
  const query = emojiTyped.query(ana.editor.state)
  const [emoji] = findEmoji(query?.text ?? '', 7)
  if (!query || !emoji) throw new Error('the menu is closed')
  insertEmoji(ana.editor, emoji, query)
  typeText(ana.editor, '!')
  deliver()
  expect(ana.editor.getText()).toBe('XY word 😄!')
  expect(ben.editor.getJSON()).toEqual(ana.editor.getJSON())
  expect(recentEmoji()).toEqual(['😄'])
  expect(emojiOf(['😄', '<script>'])).toEqual([emoji])
})

test('two people at once, and taken back by one', () => {
  const { ana, ben, deliver } = two('word')
  const [smile, heart] = [emojiGroups.smileys[0], findEmoji('heart', 1)[0]]
  if (!smile || !heart) throw new Error('there are no emoji')
  for (const [person, emoji] of [
    [ana, smile],
    [ben, heart],
  ] as const) {
    person.caretIn('word', 2)
    insertEmoji(person.editor, emoji)
  }
  deliver()
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
  ana.editor.commands.undo()
  deliver()
  expect(ben.editor.getText()).toBe('wo❤️rd')
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
})

test.each([
  ['a colon after a word', 'Note', ':sm'],
  ['a space after it', '', ': sm'],
  ['a time', '', 'at 10:30'],
  ['another sign', '', ':/sm'],
])('%s is just that', (_, before, typed) => {
  const { ana } = two(before)
  ana.caretIn(before, before.length)
  typeText(ana.editor, typed)
  expect(emojiTyped.query(ana.editor.state)).toBeNull()
})

test('Escape is the menu’s while it is open, and only then', () => {
  const { ana } = two('')
  ana.caretIn('', 0)
  const close = emojiTyped.takeKeys(ana.editor, (event) => {
    if (event.key === 'Escape') emojiTyped.close(ana.editor)
    return event.key === 'Escape'
  })
  typeText(ana.editor, ':smi')
  expect(pressKeys(ana.editor, 'Escape')).toBe(true)
  expect(emojiTyped.query(ana.editor.state)).toBeNull()
  expect(pressKeys(ana.editor, 'Escape')).toBe(false)
  close()
})
