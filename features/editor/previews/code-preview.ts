import type { NodeWords } from '#features/editor/node-views/node-views'
import type { Diagrams } from '#features/editor/previews/diagrams'
import type { Picture } from '#features/editor/previews/draw-diagram'
import type { Formulas } from '#features/editor/previews/formulas'
import type { PreviewKind, Problem } from '#features/editor/previews/previews'

export type Drawing = { readonly formulas: Formulas; readonly diagrams: Diagrams }

/** While somebody types, what it means is drawn when they pause. */
const pauseMs = 250
const maxSpokenLength = 600

/** What the source of a code block means, with what is wrong with it below. */
export class CodePreview {
  readonly dom = document.createElement('figure')
  readonly button = document.createElement('button')
  readonly #shown = document.createElement('div')
  readonly #note = document.createElement('figcaption')
  readonly #drawing: Drawing
  readonly #words: NodeWords
  #kind: PreviewKind | null = null
  #source: string | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #address: string | null = null
  #isGone = false

  constructor(drawing: Drawing, words: NodeWords) {
    this.#drawing = drawing
    this.#words = words
    this.dom.className = 'code-preview'
    this.dom.contentEditable = 'false'
    this.#shown.className = 'code-preview-shown'
    this.#note.className = 'preview-note'
    this.button.type = 'button'
    this.button.className = 'code-preview-button'
    this.dom.append(this.#shown, this.#note, this.button)
  }

  show(kind: PreviewKind, source: string): void {
    if (kind === this.#kind && source === this.#source) return
    const isFirst = this.#source === null || kind !== this.#kind
    if (kind !== this.#kind) this.#shown.replaceChildren()
    this.#kind = kind
    this.#source = source
    this.dom.dataset['preview'] = kind
    clearTimeout(this.#timer)
    if (isFirst) void this.#draw(kind, source)
    else this.#timer = setTimeout(() => void this.#draw(kind, source), pauseMs)
  }

  /** Whether the source is seen, which the button says. */
  setOpen(isOpen: boolean, mayEdit: boolean): void {
    const closed = mayEdit ? 'editSource' : 'viewSource'
    this.button.textContent = this.#words(isOpen ? 'hideSource' : closed)
    this.button.setAttribute('aria-expanded', String(isOpen))
  }

  destroy(): void {
    this.#isGone = true
    clearTimeout(this.#timer)
    this.#setAddress(null)
  }

  async #draw(kind: PreviewKind, source: string): Promise<void> {
    if (source.trim() === '') {
      this.#shown.replaceChildren()
      return this.#tell(this.#words(kind === 'formula' ? 'emptyFormula' : 'emptyDiagram'), false)
    }
    const isWanted = () => !this.#isGone && this.#source === source && this.#kind === kind
    const problem =
      kind === 'formula'
        ? await this.#drawing.formulas.draw(this.#shown, source, true, isWanted)
        : await this.#drawDiagram(source, isWanted)
    if (!isWanted()) return undefined
    return problem
      ? this.#tell(this.#words(problem.key, 'values' in problem ? problem.values : {}), true)
      : this.#tell('', false)
  }

  async #drawDiagram(source: string, isWanted: () => boolean): Promise<Problem | null> {
    const drawn = await this.#drawing.diagrams.draw(source)
    if ('key' in drawn) return drawn
    if (isWanted()) this.#showPicture(drawn, source)
    return null
  }

  #showPicture({ svg, width, height }: Picture, source: string): void {
    const image = document.createElement('img')
    const spoken = source.replaceAll(/\s+/g, ' ').trim().slice(0, maxSpokenLength)
    image.alt = `${this.#words('diagram')}: ${spoken}`
    image.width = width
    image.height = height
    image.draggable = false
    this.#setAddress(URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' })))
    image.src = this.#address ?? ''
    this.#shown.replaceChildren(image)
  }

  #setAddress(address: string | null): void {
    if (this.#address !== null) URL.revokeObjectURL(this.#address)
    this.#address = address
  }

  /** What was drawn before stays, dimmed, until the source is right again. */
  #tell(note: string, isProblem: boolean): void {
    this.#note.textContent = note
    this.#note.hidden = note === ''
    this.dom.classList.toggle('has-problem', isProblem)
  }
}
