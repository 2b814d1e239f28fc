import { TextSelection } from '@tiptap/pm/state'

import type { TestEditor } from '#features/editor/binding/editors-for-tests'

/** The same numbers for the same seed: whole ones from 0 up to below what is asked for. */
export function randomFrom(seed: number) {
  let state = seed
  // mulberry32: small, and the same everywhere.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return (below: number) => Math.floor(next() * below)
}

/** As a keyboard does: each handler sees the state that the one before left. */
function press({ editor: { view } }: TestEditor, key: string): void {
  const event = new KeyboardEvent('keydown', { key })
  view.someProp('handleKeyDown', (handle) => handle(view, event))
}

/** Every typed letter is another one, so that where a caret belongs is never a matter of looks. */
export function newLetters() {
  let last = 0x4e00
  return () => String.fromCharCode((last += 1))
}

export type RandomEdit = readonly [name: string, run: (person: TestEditor) => void]

/** What people do in a text, at places by chance. */
export function randomEdits(random: (below: number) => number, letter: () => string): RandomEdit[] {
  const place = ({ editor }: TestEditor) => {
    const { doc } = editor.state
    const $from = doc.resolve(random(doc.content.size + 1))
    const $to = doc.resolve(Math.min($from.pos + random(12), doc.content.size))
    return TextSelection.between($from, random(2) === 0 ? $from : $to)
  }
  const at =
    (run: (person: TestEditor) => unknown) =>
    (person: TestEditor): void => {
      const { editor } = person
      editor.view.dispatch(editor.state.tr.setSelection(place(person)))
      run(person)
    }
  const type = ({ editor }: TestEditor) => editor.view.dispatch(editor.state.tr.insertText(letter()))
  return [
    ['type', type],
    ['type', type],
    ['type on', (person) => [1, 2, 3].forEach(() => type(person))],
    ['type elsewhere', at(type)],
    ['enter', (person) => press(person, 'Enter')],
    ['enter elsewhere', at((person) => press(person, 'Enter'))],
    ['backspace', at((person) => press(person, 'Backspace'))],
    ['delete selection', at(({ editor }) => editor.commands.deleteSelection())],
    ['heading', at(({ editor }) => editor.commands.toggleHeading({ level: 2 }))],
    ['bullets', at(({ editor }) => editor.commands.toggleBulletList())],
    ['numbers', at(({ editor }) => editor.commands.toggleOrderedList())],
    ['checks', at(({ editor }) => editor.commands.toggleTaskList())],
    ['quote', at(({ editor }) => editor.commands.toggleBlockquote())],
    ['code block', at(({ editor }) => editor.commands.toggleCodeBlock())],
    ['indent', at(({ editor }) => editor.commands.sinkListItem('listItem'))],
    ['outdent', at(({ editor }) => editor.commands.liftListItem('listItem'))],
    ['bold', at(({ editor }) => editor.commands.toggleBold())],
    ['italic', at(({ editor }) => editor.commands.toggleItalic())],
    ['break', at(({ editor }) => editor.commands.setHardBreak())],
    ['divider', at(({ editor }) => editor.commands.setHorizontalRule())],
    ['undo', ({ editor }) => editor.commands.undo()],
    ['undo', ({ editor }) => editor.commands.undo()],
    ['redo', ({ editor }) => editor.commands.redo()],
    ['pause', ({ binding }) => binding.undoManager.stopCapturing()],
    ['pause', ({ binding }) => binding.undoManager.stopCapturing()],
    ['pause', ({ binding }) => binding.undoManager.stopCapturing()],
  ]
}
