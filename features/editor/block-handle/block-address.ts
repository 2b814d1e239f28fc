import { type Editor, Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, Selection, TextSelection } from '@tiptap/pm/state'
import * as Y from 'yjs'

import type { DocumentBinding } from '#features/editor/binding/document-binding'
import { absoluteSelection, relativeSelection } from '#features/editor/binding/selections'

const prefix = '#block='

/**
 * The address of this page at a block. It names the block's first letter as the shared document knows it:
 * nothing is written for it, and it leads there wherever the block is moved by others' edits around it.
 */
export function blockAddress(binding: DocumentBinding, doc: Node, pos: number): string {
  const place = Selection.findFrom(doc.resolve(pos), 1, true) ?? Selection.near(doc.resolve(pos))
  const { head } = relativeSelection(TextSelection.create(doc, place.from), binding.body, binding.cache)
  const bytes = Array.from(Y.encodeRelativePosition(head), (byte) => byte.toString(16).padStart(2, '0'))
  return `${location.href.split('#')[0]}${prefix}${bytes.join('')}`
}

/** Where such an address leads now; null where it names nothing that is still there. */
export function placeOfBlock(binding: DocumentBinding, hash: string): number | null {
  const written = hash.startsWith(prefix) ? hash.slice(prefix.length) : ''
  if (!/^(?:[0-9a-f]{2}){2,64}$/.test(written)) return null
  try {
    const bytes = Uint8Array.from(written.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
    const head = Y.decodeRelativePosition(bytes)
    return absoluteSelection({ anchor: head, head }, binding.body, binding.cache)?.head ?? null
  } catch {
    // An address is anybody's to write.
    return null
  }
}

/** Goes to the block that the page's address names, when the text is there and whenever the address changes. */
export const BlockAddresses = Extension.create({
  name: 'blockAddresses',

  addProseMirrorPlugins() {
    const { editor } = this
    const follow = () => goToBlock(editor)
    return [
      new Plugin({
        view: () => {
          // Once the text has been drawn, and has a place in the page.
          const frame = requestAnimationFrame(follow)
          addEventListener('hashchange', follow)
          return {
            destroy: () => {
              cancelAnimationFrame(frame)
              removeEventListener('hashchange', follow)
            },
          }
        },
      }),
    ]
  },
})

function goToBlock(editor: Editor): void {
  const { binding } = editor.storage.sharedBody
  const place = binding && !editor.isDestroyed ? placeOfBlock(binding, location.hash) : null
  if (place === null) return
  const { tr, doc } = editor.state
  editor.view.dispatch(tr.setSelection(Selection.near(doc.resolve(place))))
  const { node } = editor.view.domAtPos(place)
  const element = node instanceof Element ? node : node.parentElement
  element?.scrollIntoView({ block: 'center' })
}
