import type { Problem } from '#features/editor/previews/previews'
import type { Picture } from '#features/editor/previews/draw-diagram'

type Draw = typeof import('#features/editor/previews/draw-diagram').drawDiagram

/** Draws diagrams. What draws them is fetched with the first. */
export class Diagrams {
  #draw: Promise<Draw> | null = null
  #count = 0

  async draw(source: string): Promise<Picture | Problem> {
    let draw: Draw
    try {
      this.#draw ??= import('#features/editor/previews/draw-diagram').then((module) => module.drawDiagram)
      draw = await this.#draw
    } catch (error) {
      this.#draw = null
      console.warn('What draws diagrams could not be loaded', error)
      return { key: 'notLoaded' }
    }
    this.#count += 1
    return draw(source, `diagram-${this.#count}`)
  }
}
