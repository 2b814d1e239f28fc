import { getSchema } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'

import type { Verdict } from '#collab-server/suggestion-check/check-update'
import { SuggestionMirror } from '#collab-server/suggestion-check/suggestion-mirror'
import { documentExtensions } from '#schema/document-extensions'
import { documentField } from '#schema/document-fields'
import { readBody } from '#schema/read-nodes'
import { withoutSuggestions } from '#schema/suggestions/without-suggestions'

export const schema = getSchema(documentExtensions())

export const origin = (by: string, id = `${by}-1`) => ({ by, id, at: 1 })

export type Formats = Record<string, unknown>

export function block(name: string, attributes: Formats = {}, ...children: (Y.XmlElement | Y.XmlText)[]) {
  const made = new Y.XmlElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string)
  made.insert(0, children)
  return made
}

export function text(...pieces: (string | [string, Formats])[]): Y.XmlText {
  const made = new Y.XmlText()
  made.applyDelta(
    pieces.map((piece) =>
      typeof piece === 'string' ? { insert: piece } : { insert: piece[0], attributes: piece[1] },
    ),
  )
  return made
}

export const body = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(documentField.body)

export function blockAt(doc: Y.Doc, ...path: number[]): Y.XmlElement {
  let found: Y.XmlFragment = body(doc)
  for (const index of path) {
    const child: unknown = found.get(index)
    if (!(child instanceof Y.XmlElement)) throw new Error(`no block at ${path.join()}`)
    found = child
  }
  return found as Y.XmlElement
}

export function textAt(doc: Y.Doc, ...path: number[]): Y.XmlText {
  const child: unknown = blockAt(doc, ...path).get(0)
  if (!(child instanceof Y.XmlText)) throw new Error(`no text at ${path.join()}`)
  return child
}

/** The text as it would be with all suggestions rejected, as JSON. */
export function rejected(doc: Y.Doc): unknown {
  const blocks = readBody(body(doc), schema, new Map())
  return withoutSuggestions(schema.topNodeType.create(null, blocks)).toJSON()
}

export function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  body(doc)
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

export function shown(doc: Y.Doc): Node {
  return schema.topNodeType.create(null, readBody(body(doc), schema, new Map()))
}

/** Those that an update writes under; none of what is no update. */
export function clientIdsIn(update: Uint8Array): readonly number[] {
  try {
    return Array.from(Y.parseUpdateMeta(update).to.keys())
  } catch {
    return []
  }
}

/** A document that several know, and the mirror through which those go who may only suggest. */
export class People {
  readonly state: Uint8Array
  readonly mirror: SuggestionMirror
  /** What broke while the mirror judged. */
  readonly broken: unknown[] = []

  constructor(write: (doc: Y.Doc) => void, judgedBy = schema) {
    const doc = new Y.Doc()
    doc.clientID = 1
    doc.transact(() => write(doc))
    this.state = Y.encodeStateAsUpdate(doc)
    this.mirror = new SuggestionMirror(judgedBy, this.state, (error) => this.broken.push(error))
  }

  /** `clientIds`: known to be the person's; all that the update writes under where nothing is said. */
  judge(update: Uint8Array, userId: string, clientIds = clientIdsIn(update)): Verdict {
    return this.mirror.judge(update, { userId, clientIds })
  }

  check(update: Uint8Array, userId: string, clientIds = clientIdsIn(update)): string | null {
    return this.judge(update, userId, clientIds).refusal
  }

  /** What somebody who knows the document would send after an edit, and the document that they have then. */
  edit(change: (doc: Y.Doc) => void, clientId = 500): { readonly update: Uint8Array; readonly doc: Y.Doc } {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, this.state)
    doc.clientID = clientId
    const before = Y.encodeStateVector(doc)
    doc.transact(() => change(doc))
    return { update: Y.encodeStateAsUpdate(doc, before), doc }
  }
}
