// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { rangeOfPlace, selectedPlace } from '#features/editor/commenting/selected-place'

test('a place that was taken down is found again, whatever was written meanwhile, unless its text is gone', () => {
  const network = testEditors(2, (body) =>
    body.insert(0, [textBlock('heading', 'A day', { level: 1 }), textBlock('paragraph', 'One fine day')]),
  )
  onTestFinished(() => network.destroy())
  const [ana, eva] = network.people
  if (!ana || !eva) throw new Error('two editors were asked for')
  ana.caretIn('One fine day', 4, 8)
  const place = selectedPlace(ana.editor)
  if (!place) throw new Error('some text is selected')
  const wordsThere = () => {
    const range = rangeOfPlace(ana.editor, place)
    return range && ana.editor.state.doc.textBetween(range.from, range.to)
  }
  expect(rangeOfPlace(ana.editor, place)).toEqual({ from: place.from, to: place.to })
  eva.caretIn('A day', 5)
  eva.editor.commands.insertContent(' in May')
  eva.caretIn('One fine day', 0, 3)
  eva.editor.commands.insertContent('Such a very')
  network.deliver()
  expect(wordsThere()).toBe('fine')
  eva.caretIn('Such a very fine day', 12, 16)
  eva.editor.commands.deleteSelection()
  network.deliver()
  expect(rangeOfPlace(ana.editor, place)).toBeNull()
})
