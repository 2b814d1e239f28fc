import type { BlockSuggestion } from '#schema/suggestions/suggestion-values'

type Words = (key: string, values?: Record<string, string | number>) => string

/** The commands that make what a block would become, by whose names it is called. */
const commandIds: Readonly<Record<string, string>> = {
  paragraph: 'paragraph',
  codeBlock: 'codeBlock',
  bulletList: 'bulletList',
  orderedList: 'orderedList',
  taskList: 'taskList',
  blockquote: 'quote',
  callout: 'callout',
  toggle: 'toggle',
}

/** What is suggested of a block, in the words of `editor.suggesting`; nothing of a new one, which is seen. */
export function blockLabel({ kind, to }: BlockSuggestion, words: Words): string {
  if (kind === 'insert') return ''
  if (kind !== 'change' || !to) return words(`suggesting.block.${kind}`)
  if (to.lift === true) return words('suggesting.block.lift')
  const level = Number(to.attrs['level'])
  const isHeading = to.wrap === undefined && to.type === 'heading' && level >= 1 && level <= 6
  const id = isHeading ? `heading${level}` : commandIds[to.wrap ?? to.type]
  if (id === undefined) return words('suggesting.block.change')
  return words('suggesting.block.wrap', { block: words(`commands.${id}`) })
}
