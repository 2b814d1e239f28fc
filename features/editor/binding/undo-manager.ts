import * as Y from 'yjs'

/** Edits closer together than this are undone together, unless the caret was moved between them. */
const captureTimeoutMs = 500

/** Undoes what this person did through `origin`, and nothing else: not the loading, not others' edits. */
export function ownUndoManager(body: Y.XmlFragment, origin: object): Y.UndoManager {
  return new Y.UndoManager(body, {
    trackedOrigins: new Set([origin]),
    captureTimeout: captureTimeoutMs,
    captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
    // Undoing "make this a list" deletes the list: not while it holds what somebody else wrote there.
    deleteFilter: (item) => !(item.content instanceof Y.ContentType) || holdsNothing(item.content.type),
  })
}

/** Contained items are deleted first, so whatever is left in a type is somebody else's. */
function holdsNothing(type: object): boolean {
  if (type instanceof Y.XmlText) return type.length === 0
  if (!(type instanceof Y.XmlElement)) return true
  const children: unknown[] = type.toArray()
  return children.every((child) => {
    if (child instanceof Y.XmlText) return child.length === 0
    return child instanceof Y.XmlElement && !leafNames.has(child.nodeName) && holdsNothing(child)
  })
}

/** Content by themselves, though they hold nothing. */
const leafNames: ReadonlySet<string> = new Set(['image', 'horizontalRule', 'pageBreak'])
