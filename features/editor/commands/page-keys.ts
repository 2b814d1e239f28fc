import { Extension } from '@tiptap/core'
import { keydownHandler } from '@tiptap/pm/keymap'
import { Plugin } from '@tiptap/pm/state'

import { allCommands } from '#features/editor/commands/all-commands'
import { runCommand } from '#features/editor/commands/run-command'

/**
 * The shortcuts of what changes nothing, wherever on the page the focus is: a text that can only be read
 * takes no keys of its own. What the text has taken is done already.
 */
export const PageKeys = Extension.create({
  name: 'pageKeys',

  addProseMirrorPlugins() {
    const { editor } = this
    const shortcuts = allCommands
      .filter(({ forReaders }) => forReaders)
      .flatMap((command) =>
        (command.shortcuts ?? []).map((keys) => [keys, () => runCommand(editor, command)] as const),
      )
    const handle = keydownHandler(Object.fromEntries(shortcuts))
    return [
      new Plugin({
        view(view) {
          const onKeyDown = (event: KeyboardEvent) => {
            if (event.defaultPrevented || isBusy(event.target)) return
            if (handle(view, event)) event.preventDefault()
          }
          window.addEventListener('keydown', onKeyDown)
          return { destroy: () => window.removeEventListener('keydown', onKeyDown) }
        },
      }),
    ]
  },
})

/** In a dialog or a menu, which ends first. */
function isBusy(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"], [role="menu"]') !== null
}
