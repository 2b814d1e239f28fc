import type { Problem } from '#features/editor/previews/previews'

type Draw = typeof import('#features/editor/previews/draw-formula').drawFormula

const maxTexLength = 5_000
/** Of one turn: a page full of formulas never holds up a keystroke. */
const budgetMs = 8

/** Draws formulas, a few at a time. What draws them is fetched with the first. */
export class Formulas {
  #draw: Promise<Draw> | null = null
  readonly #waiting: (() => void)[] = []
  #isRunning = false

  /**
   * Replaces what an element holds with the formula.
   * @param isWanted asked when it is its turn, since the source may have changed or gone meanwhile
   * @returns what is wrong; the element is then as it was
   */
  async draw(
    element: HTMLElement,
    tex: string,
    display: boolean,
    isWanted: () => boolean = () => true,
  ): Promise<Problem | null> {
    if (tex.length > maxTexLength) return { key: 'tooLarge' }
    let draw: Draw
    try {
      this.#draw ??= import('#features/editor/previews/draw-formula').then((module) => module.drawFormula)
      draw = await this.#draw
    } catch (error) {
      this.#draw = null
      console.warn('What draws formulas could not be loaded', error)
      return { key: 'notLoaded' }
    }
    await this.#turn()
    return isWanted() ? draw(element, tex, display) : null
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      if (!this.#isRunning) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    let start = performance.now()
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      next()
      // Lets the one whose turn it is draw before the clock is read.
      await Promise.resolve().then(() => undefined)
      if (performance.now() - start > budgetMs) {
        await new Promise((resolve) => setTimeout(resolve))
        start = performance.now()
      }
    }
    this.#isRunning = false
  }
}
