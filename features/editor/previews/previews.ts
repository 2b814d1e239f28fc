import { formulaLanguage } from '#schema/nodes/code-block'

/** What stands in the place of some source: the same sentence in every language has the same key. */
export type Problem =
  | { readonly key: 'formulaError'; readonly values: { readonly part: string } }
  | { readonly key: 'formulaUnfinished' | 'diagramError' | 'tooLarge' | 'notLoaded' }
  | { readonly key: 'diagramErrorLine'; readonly values: { readonly line: number } }

/** Sources that are shown as what they mean. */
export type PreviewKind = 'formula' | 'diagram'

const kinds: ReadonlyMap<unknown, PreviewKind> = new Map([
  [formulaLanguage, 'formula'],
  ['mermaid', 'diagram'],
])

/** Whether a code block in this language shows what its source means, and as what. */
export function previewKind(language: unknown): PreviewKind | null {
  return kinds.get(language) ?? null
}
