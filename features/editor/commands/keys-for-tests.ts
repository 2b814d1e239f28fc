import type { Editor } from '@tiptap/core'

const shifted: Readonly<Record<string, string>> = { 1: '!', 2: '@', 3: '#', 4: '$', 5: '%', 6: '^', 7: '&' }

/** Presses keys as ProseMirror's keymaps write them, on an American keyboard. @returns whether they were taken */
export function pressKeys({ view }: Editor, keys: string): boolean {
  const parts = keys.replace(/-$/, '-minus').split('-')
  const written = parts.pop() ?? ''
  const [name, isShifted] = [written === 'Space' ? ' ' : written, parts.includes('Shift')]
  const event = new KeyboardEvent('keydown', {
    key: isShifted ? (shifted[name] ?? (name.length === 1 ? name.toUpperCase() : name)) : name,
    keyCode: name.length === 1 ? name.toUpperCase().charCodeAt(0) : 0,
    ctrlKey: parts.includes('Mod') || parts.includes('Ctrl'),
    altKey: parts.includes('Alt'),
    shiftKey: isShifted,
  })
  return view.someProp('handleKeyDown', (handle) => handle(view, event)) === true
}

/** Types letter by letter, past whatever turns what was typed into something else. */
export function typeText({ view }: Editor, text: string): void {
  for (const letter of text) {
    const { from, to } = view.state.selection
    const plain = () => view.state.tr.insertText(letter, from, to)
    if (!view.someProp('handleTextInput', (handle) => handle(view, from, to, letter, plain))) {
      view.dispatch(plain())
    }
  }
}
