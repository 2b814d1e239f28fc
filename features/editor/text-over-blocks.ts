import { Extension } from '@tiptap/core'
import { Plugin, TextSelection } from '@tiptap/pm/state'

/**
 * Text that comes without keys, as from dictation, a panel of emoji or a tapped suggestion, over a selection of
 * several blocks. ProseMirror does this by itself for keys; left to the browser, which then tells of a caret from before
 * the change, what is written next would come before what came.
 */
export const TextOverBlocks = Extension.create({
  name: 'textOverBlocks',

  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          handleDOMEvents: {
            beforeinput(view, event) {
              const { selection, tr } = view.state
              const isWithin = selection instanceof TextSelection && selection.$from.sameParent(selection.$to)
              if (isWithin || event.inputType !== 'insertText' || !event.data) return false
              if (event.isComposing || view.composing || !view.editable) return false
              event.preventDefault()
              const { data } = event
              const write = () => tr.insertText(data).scrollIntoView()
              const { from, to } = selection
              const isHandled = view.someProp('handleTextInput', (handle) =>
                handle(view, from, to, data, write),
              )
              if (isHandled !== true) view.dispatch(write())
              return true
            },
          },
        },
      }),
    ]
  },
})
