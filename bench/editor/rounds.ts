import type { Browser } from '@playwright/test'

import type { Letter } from './figures.ts'
import { type LargeDocument, openingWords } from './large-document.ts'
import { measureOpening, type Profile } from './opening.ts'
import type { Editor, Place } from './places.ts'
import { measureTyping } from './typing.ts'
import { Writer } from './writer.ts'

const journalMs = 3000

/** An editor with an empty document and a large one, and the browser profile of the person whose they are. */
export type Prepared = {
  readonly editor: Editor
  readonly storageState: Profile
  readonly empty: Place
  readonly large: Place
  /** Of the large one. */
  readonly blocks: number
}

export async function prepare(browser: Browser, editor: Editor, content: LargeDocument): Promise<Prepared> {
  const person = await browser.newContext({ locale: 'en-US' })
  const empty = await editor.makeDocument(person)
  const large = await editor.makeDocument(person)
  const writer = await Writer.join(large)
  await writer.take(content.updates)
  // What the server puts off is no part of anybody's opening.
  await new Promise((resolve) => setTimeout(resolve, journalMs))
  writer.leave()
  const storageState = await person.storageState()
  await person.close()
  return { editor, storageState, empty, large, blocks: content.blocks }
}

type Step = {
  readonly name: string
  readonly letters: readonly Letter[]
  run(): Promise<Record<string, number>>
}

/** One round of figures a to c for one editor: each value by its name. Where a step fails, `onFailure` hears why. */
export async function measureRound(
  browser: Browser,
  { editor, storageState, empty, large, blocks }: Prepared,
  { keys, letters }: { keys: number; letters: readonly Letter[] },
  onFailure: (step: string, reason: unknown) => void,
): Promise<Record<string, number>> {
  const wordsOf = (place: Place) => (place === large ? openingWords : '')
  const opening = (place: Place, warm: boolean) =>
    measureOpening(browser, place, {
      words: wordsOf(place),
      // The stock editor draws all of them at once, or leaves out what it does not know.
      blocks: place === large && editor.name === 'Pliego' ? blocks : 1,
      warm,
      storageState,
    })
  const typing = (place: Place) =>
    measureTyping(browser, place, { keys, words: wordsOf(place), storageState })
  const steps: readonly Step[] = [
    { name: 'emptyCold', letters: ['b', 'c'], run: () => opening(empty, false) },
    { name: 'largeCold', letters: ['b', 'c'], run: () => opening(large, false) },
    { name: 'largeWarm', letters: ['b'], run: () => opening(large, true) },
    { name: 'emptyTyping', letters: ['a'], run: () => typing(empty) },
    { name: 'largeTyping', letters: ['a'], run: () => typing(large) },
  ]
  const values: Record<string, number> = {}
  for (const step of steps) {
    if (!step.letters.some((letter) => letters.includes(letter))) continue
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other on two processors
      const measured = await step.run()
      for (const [name, value] of Object.entries(measured)) values[`${step.name}.${name}`] = value
    } catch (error) {
      onFailure(step.name, error)
    }
  }
  return values
}
