import type { ComponentType } from 'react'

const Nothing: ComponentType = () => null

/**
 * Code that a page is going to need, whose files the server names in the page: browsers fetch them beside the
 * first ones, and not when those have run. Given to `dynamic` of Next, which finds the files by the `import()` in
 * its argument; what it makes shows nothing and has to be in the page. Another `import()` of the same module
 * would be put into other files, hence `load`.
 */
export class CodeAhead<Code> {
  #load: (() => Promise<Code>) | null = null

  readonly of = (load: () => Promise<Code>): (() => Promise<ComponentType>) => {
    this.#load = load
    return async () => {
      // What does not arrive is asked for again by those who need it; the server needs none of it.
      if (typeof window !== 'undefined') load().catch(() => undefined)
      return Nothing
    }
  }

  readonly load = async (): Promise<Code> => {
    if (!this.#load) throw new Error('there is no code yet')
    return this.#load()
  }
}
