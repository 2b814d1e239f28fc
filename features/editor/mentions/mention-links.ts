import { Extension } from '@tiptap/core'
import { NodeSelection, Plugin } from '@tiptap/pm/state'
import type { Node } from '@tiptap/pm/model'

import { mentionAddress, mentionName, mentionTarget } from '#schema/nodes/mention'

/** A mentioned document opens by a press on it, and by Enter where it is selected; the text stays open. */
export const MentionLinks = Extension.create({
  name: 'mentionLinks',
  priority: 1150,

  addKeyboardShortcuts() {
    return {
      Enter: () => {
        const { selection } = this.editor.state
        if (!(selection instanceof NodeSelection) || selection.node.type.name !== mentionName) return false
        openMentioned(selection.node)
        return true
      },
    }
  },

  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          handleClickOn: (_view, _pos, node, _nodePos, _event, direct) => direct && openMentioned(node),
        },
      }),
    ]
  },
})

function openMentioned(node: Node): boolean {
  const target = node.type.name === mentionName ? mentionTarget(node.attrs) : null
  if (target?.kind !== 'document') return false
  window.open(mentionAddress(target.id), '_blank', 'noopener')
  return true
}
