import type { BlockPart, Suggestion } from '#features/suggestions/suggestion-list'

/** One line of a card: a sentence of `suggestions.lines` and what it speaks of. */
export type SuggestionLine =
  | { readonly kind: 'replace'; readonly deleted: string; readonly inserted: string }
  | { readonly kind: 'add' | 'delete'; readonly text: string }
  | { readonly kind: 'format'; readonly formats: readonly string[]; readonly text: string }
  | { readonly kind: 'newParagraph' | 'join'; readonly count: number }
  | { readonly kind: 'indent' | 'outdent'; readonly text: string }
  | {
      readonly kind: 'insertBlock' | 'deleteBlock' | 'moveBlock' | 'become' | 'takeOut' | 'layout'
      /** Of `suggestions.blocks`. */
      readonly block: string
      readonly text: string
    }

const longestText = 120

/** What a suggestion would do, in the order in which people ask: what comes, what goes, how it looks, what it is. */
export function suggestionLines(suggestion: Suggestion): readonly SuggestionLine[] {
  const { inserted, deleted, breaks, formats, formatted, blocks } = suggestion
  const lines: SuggestionLine[] = []
  const come = outermost(blocks, 'insert')
  const gone = outermost(blocks, 'delete')
  const joins = blocks.filter(({ said }) => said.kind === 'join').length
  if (come.length > 0 || gone.length > 0) lines.push(...blockLines(come, gone))
  else if (inserted.trim() !== '' && deleted.trim() !== '')
    lines.push({ kind: 'replace', deleted: cut(deleted), inserted: cut(inserted) })
  else {
    if (inserted !== '') lines.push({ kind: 'add', text: cut(inserted) })
    if (deleted !== '') lines.push({ kind: 'delete', text: cut(deleted) })
  }
  if (breaks > 0) lines.push({ kind: 'newParagraph', count: breaks })
  if (joins > 0) lines.push({ kind: 'join', count: joins })
  if (formats.length > 0) lines.push({ kind: 'format', formats, text: cut(formatted) })
  for (const part of blocks) if (part.said.kind === 'change') lines.push(changeLine(part))
  return lines
}

function outermost(blocks: readonly BlockPart[], kind: 'insert' | 'delete'): BlockPart[] {
  const found = blocks.filter(({ said }) => said.kind === kind)
  // What is content by itself says it of itself too, within what is said of all.
  const containers = found.filter(
    ({ name }) => name !== 'horizontalRule' && name !== 'pageBreak' && name !== 'image',
  )
  return containers.length > 0 && containers.length < found.length ? containers : found
}

function blockLines(come: readonly BlockPart[], gone: readonly BlockPart[]): SuggestionLine[] {
  const [first, old] = [come[0], gone[0]]
  if (first && old && first.said.pair !== undefined) {
    const moved = movedLines(come, gone)
    if (moved) return [moved]
    const isMove = come.length === gone.length && come.every(({ name }, index) => name === gone[index]?.name)
    return [
      {
        kind: isMove && first.text === old.text ? 'moveBlock' : 'become',
        block: nameOf(first.name, first.level),
        text: cut(first.text),
      },
    ]
  }
  return [
    ...come.map((part) => ({
      kind: 'insertBlock' as const,
      block: nameOf(part.name, part.level),
      text: cut(part.text),
    })),
    ...gone.map((part) => ({
      kind: 'deleteBlock' as const,
      block: nameOf(part.name, part.level),
      text: cut(part.text),
    })),
  ]
}

/** The same lines within more blocks than before, or fewer; null where more has changed. */
function movedLines(come: readonly BlockPart[], gone: readonly BlockPart[]): SuggestionLine | null {
  const [before, after] = [gone, come].map((parts) => parts.flatMap(({ lines }) => lines))
  if (!before || !after || before.length !== after.length) return null
  const changes = after.flatMap((now, index) => {
    const was = before[index]
    return was && was.around.join() === now.around.join() ? [] : [{ was, now }]
  })
  const [first] = changes
  if (!first?.was || changes.some(({ was, now }) => was?.text !== now.text)) return null
  const deeper = changes.every(({ was, now }) => now.around.length > (was?.around.length ?? 0))
  const higher = changes.every(({ was, now }) => now.around.length < (was?.around.length ?? 0))
  if (!deeper && !higher) return null
  const text = cut(changes.map(({ now }) => now.text).join(' '))
  const [shorter, longer] = deeper ? [first.was, first.now] : [first.now, first.was]
  const extra = longer.around.find((name, index) => name !== shorter.around[index]) ?? ''
  const isWithinItem = extra.endsWith('List') && shorter.around.some((name) => name.endsWith('Item'))
  if (isWithinItem) return { kind: deeper ? 'indent' : 'outdent', text }
  return { kind: deeper ? 'become' : 'takeOut', block: extra, text }
}

function changeLine({ said: { to }, name, level, text }: BlockPart): SuggestionLine {
  const becomes = to?.type ?? name
  const toLevel = Number(to?.attrs['level'] ?? level ?? 0)
  if (to?.wrap !== undefined) return { kind: 'become', block: nameOf(to.wrap, null), text: cut(text) }
  if (to?.lift === true) return { kind: 'takeOut', block: nameOf(name, level), text: cut(text) }
  const isSameKind = becomes === name && toLevel === (level ?? 0)
  return { kind: isSameKind ? 'layout' : 'become', block: nameOf(becomes, toLevel), text: cut(text) }
}

/** Headings by their level. */
function nameOf(type: string, level: number | null): string {
  return type === 'heading' ? `heading${level ?? 1}` : type
}

function cut(text: string): string {
  const evened = text.replaceAll(/\s+/g, ' ')
  return evened.length > longestText ? `${evened.slice(0, longestText)}…` : evened
}
