import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'

import { absoluteSelection, type RelativeSelection } from '#features/editor/binding/selections'
import type { DocumentBinding } from '#features/editor/binding/document-binding'
import { documentField } from '#schema/document-fields'

/** Where somebody else is, checked: everything in an awareness state is what another client claims. */
export type OtherCaret = {
  readonly clientId: number
  readonly name: string
  /** `#rrggbb` */
  readonly color: string
  readonly anchor: number
  readonly head: number
  /** Differs when they moved, and not when the text moved under them. */
  readonly place: string
}

const maxNameLength = 40
// What cannot be seen or turns the direction of what follows: with it a name could read as somebody else's.
// Joiners stay, since emoji and some scripts need them.
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu
const maxPlaceLength = 1_000
const colorPattern = /^#[0-9a-f]{6}$/i
const fallbackColor = '#6b6660'

/** The carets of everybody else that have a place in the text, by client id. */
export function otherCarets(awareness: Awareness, binding: DocumentBinding): Map<number, OtherCaret> {
  const carets = new Map<number, OtherCaret>()
  for (const [clientId, state] of awareness.getStates() as Map<number, unknown>) {
    if (clientId === awareness.clientID || !isRecord(state)) continue
    const { user, cursor } = state
    const place = isRecord(cursor) ? placeOf(cursor) : null
    const selection = place && selectionAt(place.selection, binding)
    if (!selection) continue
    carets.set(clientId, { clientId, ...personOf(user), ...selection, place: place.text })
  }
  return carets
}

function personOf(user: unknown): { name: string; color: string } {
  const { name, color } = isRecord(user) ? user : {}
  return {
    name: typeof name === 'string' ? name.replaceAll(unseen, '').slice(0, maxNameLength) : '',
    color: typeof color === 'string' && colorPattern.test(color) ? color : fallbackColor,
  }
}

function placeOf(cursor: Record<string, unknown>): { selection: RelativeSelection; text: string } | null {
  const text = JSON.stringify([cursor['anchor'], cursor['head']])
  if (text.length > maxPlaceLength || !isPosition(cursor['anchor']) || !isPosition(cursor['head']))
    return null
  const anchor = Y.createRelativePositionFromJSON(cursor['anchor'])
  const head = Y.createRelativePositionFromJSON(cursor['head'])
  return { selection: { anchor, head }, text }
}

/**
 * Null also where Yjs cannot follow a well-formed claim. What it throws must not get out: carets are read
 * within each remote change, which one viewer's caret would then keep from everybody's editor.
 */
function selectionAt(
  selection: RelativeSelection,
  { body, cache }: DocumentBinding,
): ReturnType<typeof absoluteSelection> {
  try {
    return absoluteSelection(selection, body, cache)
  } catch {
    return null
  }
}

/** The JSON of a relative position: a malformed one would throw deep inside Yjs. */
function isPosition(json: unknown): json is Record<string, unknown> {
  if (!isRecord(json)) return false
  const { item, type, tname } = json
  // Of the shared types only the body has carets; Yjs would make any other that is named.
  const named = tname === undefined || tname === null || tname === documentField.body
  return isOptionalId(item) && isOptionalId(type) && named && [item, type, tname].some((part) => part != null)
}

function isOptionalId(id: unknown): boolean {
  if (id === undefined || id === null) return true
  return isRecord(id) && isCount(id['client']) && isCount(id['clock'])
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
