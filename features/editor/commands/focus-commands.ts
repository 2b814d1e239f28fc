const bubble = '[data-editor-bubble]'
const toolbar = '[data-editor-toolbar]'

/** From the text by Alt+F10, as in other editors: to the menu at the selection if it is there, else up. */
export function focusCommands(): boolean {
  return focusFirst(bubble) || focusToolbar()
}

export function focusToolbar(): boolean {
  return focusFirst(toolbar)
}

function focusFirst(selector: string): boolean {
  const element = document.querySelector<HTMLElement>(selector)
  const target =
    element?.querySelector<HTMLElement>('button[tabindex="0"]') ?? element?.querySelector('button')
  target?.focus()
  return target !== undefined && target !== null
}
