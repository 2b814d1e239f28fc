import { Extension } from '@tiptap/core'
import { TextSelection } from '@tiptap/pm/state'

/**
 * Enter over a selection that reaches from one block into another: deleted first, split then. TipTap's
 * split does both in one and throws where the two blocks are not equally deep.
 */
export const EnterKey = Extension.create({
  name: 'enterKey',
  // Before the lists and code blocks, which then see a plain caret.
  priority: 1100,

  addKeyboardShortcuts() {
    const isOverBlocks = () => {
      const { selection } = this.editor.state
      return selection instanceof TextSelection && selection.$from.parent !== selection.$to.parent
    }
    const deleteFirst = () => {
      if (!isOverBlocks()) return false
      this.editor.commands.deleteSelection()
      // Where it may not be deleted it is not split either.
      return isOverBlocks()
    }
    return { Enter: deleteFirst, 'Shift-Enter': deleteFirst }
  },
})
