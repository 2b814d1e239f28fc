import type { Node } from '@tiptap/pm/model'
import { onTestFinished } from 'vitest'
import * as Y from 'yjs'

import { Past } from '#features/history/past'
import { type Edit, lifeOfEdits } from '#features/history/testing/life-of-edits'
import { WorkUndone } from '#features/history/undo/work-undone'
import { documentField } from '#schema/document-fields'
import { readBody } from '#schema/read-nodes'

/** Signs around letters with a mark; a block is told by its kind, where that is no paragraph, and its level. */
const signs: Record<string, string> = { bold: '*', italic: '/' }

/** A block as one line; what is in others in brackets. */
export function lineOf(node: Node): string {
  if (node.isText) {
    const sign = node.marks.map(({ type }) => signs[type.name] ?? '').join('')
    const trace: unknown = node.marks.find(({ type }) => type.name === 'trace')?.attrs['kind']
    const [open = '', close = ''] = trace === 'deleted' ? '--' : trace === 'inserted' ? '++' : ''
    return open + sign + (node.text ?? '') + sign + close
  }
  const inner = node.children.map(lineOf).join(node.inlineContent ? '' : ' ')
  const name = node.type.name === 'paragraph' ? '' : `${node.type.name} `
  const align: unknown = node.attrs['align']
  const line = `${name}${typeof align === 'string' ? `${align} ` : ''}${inner}`
  return node.inlineContent || node.isLeaf ? line : `(${line})`
}

/**
 * What comes of undoing what people did since a version: the text that is to be, and what is shown of it beside today, where
 * `-` is what would go and `+` what comes back.
 * @param later what others do before it is undone, and nobody knows of yet
 */
export function workUndoneIn(
  edits: readonly Edit[],
  { of, since = 1, later }: { of: readonly string[]; since?: number; later?: (body: Y.XmlFragment) => void },
): { text: string[]; shown: string[]; past: Past } {
  const { life, update } = lifeOfEdits(edits, () => null)
  const past = new Past(life, () => '#1977bf')
  onTestFinished(() => past.destroy())
  const people = new Set(of.map((userId) => life.people.indexOf(userId)))
  const undone = new WorkUndone(past, { people, since })
  const live = new Y.Doc()
  Y.applyUpdate(live, update)
  if (later) live.transact(() => later(live.getXmlFragment(documentField.body)))
  const body = live.getXmlFragment(documentField.body)
  const today = new Map(
    body.toArray().map((block) => {
      // oxlint-disable-next-line no-underscore-dangle -- a type knows its id only so
      const { client, clock } = (block as Y.XmlElement)._item?.id ?? { client: 0, clock: 0 }
      return [`${client}-${clock}`, readBody([block as Y.XmlElement], past.schema, new Map())[0]]
    }),
  )
  const text = undone.blocksIn(live).map(({ key, json }) => {
    const node = json === undefined ? today.get(key) : past.schema.nodeFromJSON(json)
    if (!node) throw new Error(`the block ${key} is not there to stay`)
    return lineOf(node)
  })
  live.destroy()
  return { text, shown: undone.compared().map(({ node }) => lineOf(node)), past }
}
