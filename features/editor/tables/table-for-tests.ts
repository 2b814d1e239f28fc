import { onTestFinished } from 'vitest'

import { testEditors, type TestEditor } from '#features/editor/binding/editors-for-tests'
import { table } from '#features/editor/commands/insert-commands'
import { typeText } from '#features/editor/commands/keys-for-tests'
import { runCommand } from '#features/editor/commands/run-command'

type Two = { readonly ana: TestEditor; readonly ben: TestEditor; readonly deliver: () => void }

/** Two people in a document with a table of three by three whose cells say a1 to c3; ana's caret is behind c3. */
export function twoWithTable(): Two {
  const network = testEditors(2)
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  ana.editor.commands.setTextSelection(1)
  runCommand(ana.editor, table)
  for (const name of ['a1', 'b1', 'c1', 'a2', 'b2', 'c2', 'a3', 'b3', 'c3']) {
    typeText(ana.editor, name)
    ana.editor.commands.goToNextCell()
  }
  network.deliver()
  return { ana, ben, deliver: () => network.deliver() }
}
