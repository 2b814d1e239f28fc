import { Extension } from '@tiptap/core'
import { Plugin, TextSelection } from '@tiptap/pm/state'

/**
 * A press on the blank sheet below the text goes on writing there: in the last paragraph, or in a new one
 * after a table, an image or code, where the caret otherwise would have no place.
 */
export const EndOfText = Extension.create({
  name: 'endOfText',

  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          handleDOMEvents: {
            mousedown(view, event) {
              const last = view.dom.lastElementChild?.getBoundingClientRect()
              const isBelow = event.target === view.dom && last !== undefined && event.clientY > last.bottom
              const { doc, schema, tr } = view.state
              const type = doc.lastChild?.type
              if (!isBelow || !view.editable || event.button !== 0 || event.shiftKey) return false
              const line = schema.nodes['paragraph']?.create()
              const needsLine = type !== undefined && (!type.isTextblock || type.spec.code === true)
              if (needsLine && line) tr.insert(doc.content.size, line)
              tr.setSelection(TextSelection.atEnd(tr.doc)).scrollIntoView()
              event.preventDefault()
              view.dispatch(tr)
              view.focus()
              return true
            },
          },
        },
      }),
    ]
  },
})
