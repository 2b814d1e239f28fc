// @vitest-environment jsdom
import { TextSelection } from '@tiptap/pm/state'
import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import { type TestEditor, testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { clearFormatting } from '#features/editor/commands/clear-formatting'
import { runCommand } from '#features/editor/commands/run-command'
import { selectedPlace } from '#features/editor/commenting/selected-place'
import { markComment } from '#schema/comments/write-comment-marks'
import { documentField } from '#schema/document-fields'

const thread = 'a-thread-of-comments-1'
const other = 'a-thread-of-comments-2'

let opened: ReturnType<typeof testEditors> | undefined
afterEach(() => opened?.destroy())

/** Two people with the same document, as it is after a comment. */
function together(start: (body: Y.XmlFragment) => void) {
  const both = testEditors(2, start)
  opened = both
  const [ana, eva] = both.people as [TestEditor, TestEditor]
  return { ana, eva, deliver: () => both.deliver() }
}

const paragraphs =
  (...texts: string[]) =>
  (body: Y.XmlFragment) =>
    body.insert(
      0,
      texts.map((text) => textBlock('paragraph', text)),
    )

const bytes = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0)

/** Comments what is selected, as the server does it for whoever asks: in a copy of its own, which goes to everybody. */
function comment({ editor }: TestEditor, everybody: readonly TestEditor[], id = thread): string {
  const place = selectedPlace(editor)
  if (!place) throw new Error('nothing is selected')
  const server = new Y.Doc()
  const [first] = everybody
  if (first) Y.applyUpdate(server, Y.encodeStateAsUpdate(first.doc))
  const { start, end, letters } = place
  const { outcome } = markComment(server, id, { start: bytes(start), end: bytes(end), letters })
  for (const person of everybody) Y.applyUpdate(person.doc, Y.encodeStateAsUpdate(server), 'network')
  return outcome
}

/** Of each thread, the stretches of text it is about, each with the block it is in. */
function commented({ editor }: TestEditor, id = thread): string[] {
  const found: string[] = []
  editor.state.doc.descendants((node, _position, parent) => {
    const isIt = node.marks.some(({ type, attrs }) => type.name === 'comment' && attrs['thread'] === id)
    if (isIt) found.push(`${parent?.type.name ?? ''}: ${node.text ?? node.type.name}`)
  })
  return found
}

/** Selects this text, wherever it stands in one block. */
function select({ editor }: TestEditor, words: string): void {
  editor.state.doc.descendants((node, position) => {
    const at = node.isTextblock ? node.textContent.indexOf(words) : -1
    if (at < 0) return
    const from = position + 1 + at
    editor.view.dispatch(
      editor.state.tr.setSelection(TextSelection.create(editor.state.doc, from, from + words.length)),
    )
  })
}

type Row = {
  readonly edit: string
  readonly start?: (body: Y.XmlFragment) => void
  /** By Ana, after the comment on "fine day" was made. */
  readonly doIt: (ana: TestEditor) => void
  readonly left: readonly string[]
}

const inserted = (ana: TestEditor, words: string, text: string, side: 'before' | 'behind' | 'within') => {
  select(ana, words)
  const { from, to } = ana.editor.state.selection
  const at = { before: from, behind: to, within: from + 2 }[side]
  ana.editor.commands.setTextSelection(at)
  // As typed letters are: with the marks that hold at the caret.
  ana.editor.view.dispatch(ana.editor.state.tr.insertText(text))
}

const rows: readonly Row[] = [
  {
    edit: 'writing before it',
    doIt: (ana) => inserted(ana, 'fine day', 'very ', 'before'),
    left: ['paragraph: fine day'],
  },
  {
    edit: 'writing behind it',
    doIt: (ana) => inserted(ana, 'fine day', 's', 'behind'),
    left: ['paragraph: fine day'],
  },
  {
    edit: 'writing in it',
    doIt: (ana) => inserted(ana, 'fine day', 'xx', 'within'),
    left: ['paragraph: fixxne day'],
  },
  {
    edit: 'a split in it',
    doIt: (ana) => {
      select(ana, 'day')
      ana.editor.chain().setTextSelection(ana.editor.state.selection.from).splitBlock().run()
    },
    left: ['paragraph: fine ', 'paragraph: day'],
  },
  {
    edit: 'a split before it',
    doIt: (ana) => {
      select(ana, 'fine')
      ana.editor.chain().setTextSelection(ana.editor.state.selection.from).splitBlock().run()
    },
    left: ['paragraph: fine day'],
  },
  {
    edit: 'a merge with the block before',
    doIt: (ana) => {
      select(ana, 'One')
      ana.editor.chain().setTextSelection(ana.editor.state.selection.from).joinBackward().run()
    },
    left: ['paragraph: fine day'],
  },
  {
    edit: 'deleting a part of it',
    doIt: (ana) => {
      select(ana, 'fine ')
      ana.editor.commands.deleteSelection()
    },
    left: ['paragraph: day'],
  },
  {
    edit: 'deleting it',
    doIt: (ana) => {
      select(ana, 'fine day')
      ana.editor.commands.deleteSelection()
    },
    left: [],
  },
  {
    edit: 'deleting it and undo',
    doIt: (ana) => {
      select(ana, 'fine day')
      ana.editor.commands.deleteSelection()
      ana.editor.commands.undo()
    },
    left: ['paragraph: fine day'],
  },
  {
    edit: 'deleting its block and undo',
    doIt: (ana) => {
      select(ana, 'One fine day')
      ana.editor.commands.deleteNode('paragraph')
      ana.editor.commands.undo()
    },
    left: ['paragraph: fine day'],
  },
  {
    edit: 'moving its block',
    doIt: ({ editor }) => {
      const { tr, doc } = editor.state
      const moved = doc.child(1)
      tr.delete(doc.child(0).nodeSize, doc.child(0).nodeSize + moved.nodeSize).insert(0, moved)
      editor.view.dispatch(tr)
    },
    left: ['paragraph: fine day'],
  },
  {
    edit: 'cutting it and putting it in another block',
    doIt: (ana) => {
      select(ana, 'fine day')
      const { editor } = ana
      const slice = editor.state.selection.content()
      editor.commands.deleteSelection()
      editor.view.dispatch(editor.state.tr.replace(1, 1, slice))
    },
    left: ['paragraph: fine day'],
  },
  {
    edit: 'making its block a heading',
    doIt: (ana) => {
      select(ana, 'day')
      ana.editor.commands.setNode('heading', { level: 2 })
    },
    left: ['heading: fine day'],
  },
  {
    edit: 'making a list of its block',
    doIt: (ana) => {
      select(ana, 'day')
      ana.editor.commands.toggleBulletList()
    },
    left: ['paragraph: fine day'],
  },
  {
    edit: 'making its block a quote',
    doIt: (ana) => {
      select(ana, 'day')
      ana.editor.commands.toggleBlockquote()
    },
    left: ['paragraph: fine day'],
  },
  {
    edit: 'making its block code',
    doIt: (ana) => {
      select(ana, 'day')
      ana.editor.commands.setNode('codeBlock')
    },
    left: ['codeBlock: fine day'],
  },
  {
    edit: 'making a part of it code in the line',
    doIt: (ana) => {
      select(ana, 'day')
      ana.editor.commands.setMark('code')
    },
    left: ['paragraph: fine ', 'paragraph: day'],
  },
  {
    edit: 'making a part of it bold, and all of it plain again',
    doIt: (ana) => {
      select(ana, 'day')
      ana.editor.commands.setMark('bold')
      select(ana, 'One fine day in May')
      runCommand(ana.editor, clearFormatting)
    },
    left: ['paragraph: fine day'],
  },
  {
    edit: 'a link over it',
    doIt: (ana) => {
      select(ana, 'One fine day in May')
      ana.editor.commands.setLink({ href: 'https://example.org' })
    },
    left: ['paragraph: fine day'],
  },
  {
    edit: 'replacing all of the text',
    doIt: ({ editor }) => editor.commands.setContent('<p>Something else</p>'),
    left: [],
  },
  {
    edit: 'writing in the same cell of a table',
    start: (body) => {
      const cell = new Y.XmlElement('tableCell')
      cell.insert(0, [textBlock('paragraph', 'One fine day in May')])
      const row = new Y.XmlElement('tableRow')
      row.insert(0, [cell])
      const table = new Y.XmlElement('table')
      table.insert(0, [row])
      body.insert(0, [table, textBlock('paragraph', 'after')])
    },
    doIt: (ana) => {
      inserted(ana, 'One', 'and ', 'before')
      ana.editor.commands.addColumnBefore()
    },
    left: ['paragraph: fine day'],
  },
]

describe('commented text', () => {
  it.each(rows)('$edit', ({ start = paragraphs('before', 'One fine day in May'), doIt, left }) => {
    const { ana, eva, deliver } = together(start)
    select(ana, 'fine day')
    expect(comment(ana, [ana, eva])).toBe('marked')
    expect(commented(eva)).toHaveLength(1)
    doIt(ana)
    deliver()
    expect(commented(ana)).toEqual(left)
    expect(commented(eva)).toEqual(left)
  })

  it('is written by the editor under the name that the server has for it', () => {
    const { ana, eva, deliver } = together(paragraphs('One fine day'))
    select(ana, 'fine')
    comment(ana, [ana, eva])
    const before = ana.doc.getXmlFragment(documentField.body).toString()
    // The whole block is written anew by its editor.
    inserted(ana, 'One', 'x', 'before')
    deliver()
    expect(eva.doc.getXmlFragment(documentField.body).toString()).toBe(before.replace('One', 'xOne'))
  })

  it('may be that of several comments, each by itself', () => {
    const { ana, eva, deliver } = together(paragraphs('One fine day in May'))
    select(ana, 'fine day')
    comment(ana, [ana, eva])
    select(eva, 'day in')
    comment(eva, [ana, eva], other)
    inserted(ana, 'day', 'x', 'within')
    select(eva, 'in May')
    eva.editor.commands.setMark('bold')
    deliver()
    for (const person of [ana, eva]) {
      expect(commented(person).join('|').replaceAll('paragraph: ', '')).toBe('fine |daxy')
      expect(commented(person, other).join('|').replaceAll('paragraph: ', '')).toBe('daxy| |in')
    }
  })
})

describe('both at once', () => {
  const cases: readonly (Omit<Row, 'start'> & { readonly outcome?: string })[] = [
    {
      edit: 'written in',
      doIt: (ana) => inserted(ana, 'fine day', 'xx', 'within'),
      left: ['paragraph: fixxne day'],
    },
    {
      edit: 'split',
      doIt: (ana) => {
        select(ana, 'day')
        ana.editor.chain().setTextSelection(ana.editor.state.selection.from).splitBlock().run()
      },
      left: ['paragraph: fine ', 'paragraph: day'],
    },
    {
      edit: 'made a heading',
      doIt: (ana) => {
        select(ana, 'day')
        ana.editor.commands.setNode('heading', { level: 2 })
      },
      left: ['heading: fine day'],
    },
    {
      edit: 'made a list',
      doIt: (ana) => {
        select(ana, 'day')
        ana.editor.commands.toggleBulletList()
      },
      left: ['paragraph: fine day'],
    },
    {
      edit: 'deleted in part',
      doIt: (ana) => {
        select(ana, 'fine')
        ana.editor.commands.deleteSelection()
      },
      left: ['paragraph:  day'],
    },
    {
      edit: 'deleted',
      doIt: (ana) => {
        select(ana, 'fine day')
        ana.editor.commands.deleteSelection()
      },
      left: [],
      outcome: 'gone',
    },
  ]

  it.each(cases)('commented by one while it is $edit by the other', ({ doIt, left, outcome = 'marked' }) => {
    const { ana, eva, deliver } = together(paragraphs('before', 'One fine day in May'))
    // Eva has not heard of it when she says where.
    select(eva, 'fine day')
    const place = selectedPlace(eva.editor)
    if (!place) throw new Error('nothing is selected')
    doIt(ana)
    const server = new Y.Doc()
    Y.applyUpdate(server, Y.encodeStateAsUpdate(ana.doc))
    const { start, end, letters } = place
    const marked = markComment(server, thread, { start: bytes(start), end: bytes(end), letters })
    expect(marked.outcome).toBe(outcome)
    for (const person of [ana, eva]) Y.applyUpdate(person.doc, Y.encodeStateAsUpdate(server), 'network')
    deliver()
    expect(commented(ana)).toEqual(left)
    expect(commented(eva)).toEqual(left)
  })

  it('keeps what one writes in it while the other takes all of it to a line of its own', () => {
    const { ana, eva, deliver } = together(paragraphs('One fine day in May'))
    select(ana, 'fine day')
    comment(ana, [ana, eva])
    inserted(ana, 'fine', 'x', 'within')
    select(eva, 'fine')
    eva.editor.chain().setTextSelection(eva.editor.state.selection.from).splitBlock().run()
    deliver()
    deliver()
    for (const person of [ana, eva]) {
      expect(person.editor.state.doc.children.map(({ textContent }) => textContent)).toEqual([
        'One x',
        'fine day in May',
      ])
      expect(commented(person)).toEqual(['paragraph: x', 'paragraph: fine day'])
    }
  })

  it('is that of what was written in it at that moment, and is put back in a line written anew', () => {
    const { ana, eva, deliver } = together(paragraphs('One fine day in May'))
    select(ana, 'fine day')
    comment(ana, [ana, eva])
    inserted(ana, 'fine day', 'xx', 'within')
    eva.editor.commands.setNode('heading', { level: 2 })
    deliver()
    deliver()
    for (const person of [ana, eva]) expect(commented(person)).toEqual(['heading: fixxne day'])
  })

  it('ends where it ended, also where one takes its end away and the other has a break in it', () => {
    const { ana, eva, deliver } = together(paragraphs('One fine day in May'))
    select(ana, 'fine day')
    comment(ana, [ana, eva])
    select(ana, 'day')
    ana.editor.chain().setTextSelection(ana.editor.state.selection.from).setHardBreak().run()
    select(eva, 'fine day')
    eva.editor.commands.deleteSelection()
    deliver()
    deliver()
    for (const person of [ana, eva]) expect(commented(person)).toEqual([])
  })

  it('that two have deleted each a part of comes back with its comment, whoever undoes first', () => {
    const { ana, eva, deliver } = together(paragraphs('One fine day in May'))
    select(ana, 'fine day')
    comment(ana, [ana, eva])
    select(ana, 'fine')
    ana.editor.commands.deleteSelection()
    select(eva, ' day')
    eva.editor.commands.deleteSelection()
    // Nothing is left between the formats, and both tidy them up.
    deliver()
    deliver()
    expect(commented(ana)).toEqual([])
    ana.editor.commands.undo()
    deliver()
    expect(commented(eva)).toEqual(['paragraph: fine'])
    eva.editor.commands.undo()
    deliver()
    for (const person of [ana, eva]) {
      expect(person.editor.state.doc.textContent).toBe('One fine day in May')
      expect(commented(person)).toEqual(['paragraph: fine day'])
    }
    ana.editor.commands.redo()
    ana.editor.commands.undo()
    deliver()
    expect(commented(eva)).toEqual(['paragraph: fine day'])
  })

  it('commented by the server while the same block is being split: nothing of either is lost', () => {
    const { ana, eva, deliver } = together(paragraphs('One fine day in May'))
    select(eva, 'fine day')
    comment(eva, [eva])
    select(ana, 'day')
    ana.editor.chain().setTextSelection(ana.editor.state.selection.from).splitBlock().run()
    deliver()
    Y.applyUpdate(ana.doc, Y.encodeStateAsUpdate(eva.doc), 'network')
    Y.applyUpdate(eva.doc, Y.encodeStateAsUpdate(ana.doc), 'network')
    expect(ana.editor.state.doc.textContent).toBe('One fine day in May')
    expect(commented(ana)).toEqual(commented(eva))
    // What was written anew at that moment is not commented; what stayed is.
    expect(commented(ana)).toEqual(['paragraph: fine '])
  })
})

describe('where a selection is', () => {
  it('is told over several blocks, as it is read', () => {
    const { ana } = together(paragraphs('One fine day', 'in the month', 'of May'))
    select(ana, 'of')
    const end = ana.editor.state.selection.to
    select(ana, 'day')
    ana.editor.commands.setTextSelection({ from: ana.editor.state.selection.from, to: end })
    expect(selectedPlace(ana.editor)).toMatchObject({
      letters: 'dayin the monthof',
      quote: 'day in the month of',
    })
  })

  it('is the text within, where whole blocks are selected', () => {
    const { ana, eva } = together(paragraphs('One', 'Two'))
    ana.editor.commands.selectAll()
    expect(comment(ana, [ana, eva])).toBe('marked')
    expect(commented(eva)).toEqual(['paragraph: One', 'paragraph: Two'])
  })

  it('is nowhere where there is no text', () => {
    const { ana } = together(paragraphs('', ''))
    ana.editor.commands.selectAll()
    expect(selectedPlace(ana.editor)).toBeNull()
  })
})
