type Receive = (text: string) => void

/**
 * Has the focus between the asking for a panel with a field and that field, whose code may have to be fetched:
 * what somebody types at once is meant for it, and not for the text. A field like any other, though nobody
 * sees it, so that dead keys and compositions work.
 */
export class WaitingField {
  readonly #field = document.createElement('input')
  #receive: Receive | null = null
  #isOver = false

  /** @param onEscape called when the panel is not waited for any more */
  constructor(label: string, onEscape: () => void) {
    const field = this.#field
    field.setAttribute('aria-label', label)
    field.autocomplete = 'off'
    field.spellcheck = false
    field.className = 'waiting-field'
    field.addEventListener('keydown', (event) => {
      if (event.isComposing) return
      if (event.key === 'Escape') onEscape()
      else if (event.key !== 'Tab' && event.key !== 'Enter') return
      event.preventDefault()
    })
    field.addEventListener('input', () => this.#receive?.(field.value))
    field.addEventListener('blur', () => this.end())
    document.body.append(field)
    field.focus({ preventScroll: true })
  }

  /** Gives what was typed so far, and what still comes. */
  handTo(receive: Receive): void {
    this.#receive = receive
    if (this.#field.value !== '') receive(this.#field.value)
  }

  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#receive = null
    this.#field.remove()
  }
}
