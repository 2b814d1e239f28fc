import * as Y from 'yjs'

import { suggestionAttribute } from '#schema/suggestions/block-suggestion'

type Structs = ReturnType<typeof Y.decodeUpdate>['structs']
type Said = { readonly by: string; readonly id: string }

/**
 * Whose the suggestions of a document are, by their ids. Under one id people are shown one card, and decide about all
 * that has it: nobody is to put something of theirs under another's.
 */
export class SuggestionIds {
  readonly #owners = new Map<string, string>()

  constructor({ store }: Y.Doc) {
    for (const structs of store.clients.values()) this.note(structs)
  }

  note(structs: Structs): void {
    for (const { by, id } of saidIn(structs)) if (!this.#owners.has(id)) this.#owners.set(id, by)
  }

  /** Whether somebody says something of theirs under an id that is another's. */
  areAnothers(structs: Structs, by: string): boolean {
    for (const said of saidIn(structs)) {
      const owner = this.#owners.get(said.id)
      if (said.by === by && owner !== undefined && owner !== by) return true
    }
    return false
  }
}

function* saidIn(structs: Structs): Generator<Said> {
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue
    const { content, parentSub } = struct
    if (content instanceof Y.ContentFormat) {
      if (isSaid(content.value)) yield content.value
    } else if (parentSub === suggestionAttribute) {
      for (const value of content.getContent() as unknown[]) if (isSaid(value)) yield value
    }
  }
}

function isSaid(value: unknown): value is Said {
  if (typeof value !== 'object' || value === null) return false
  const { by, id } = value as Record<string, unknown>
  return typeof by === 'string' && typeof id === 'string'
}
