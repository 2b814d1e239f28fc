import type { Extensions } from '@tiptap/core'
import { StarterKit } from '@tiptap/starter-kit'

import { InlineObject } from '#schema/inline-objects'
import { Highlight, TextColor } from '#schema/marks/colors'
import { Link } from '#schema/marks/link'
import { Subscript, Superscript } from '#schema/marks/raised-text'
import { BlockLayout } from '#schema/nodes/block-layout'
import { Callout } from '#schema/nodes/callout'
import { CodeBlock } from '#schema/nodes/code-block'
import { Footnote } from '#schema/nodes/footnote'
import { Heading } from '#schema/nodes/heading'
import { Image } from '#schema/nodes/image'
import { InlineFormula } from '#schema/nodes/inline-formula'
import { OrderedList, TaskItem, TaskList } from '#schema/nodes/lists'
import { Mention } from '#schema/nodes/mention'
import { PageBreak } from '#schema/nodes/page-break'
import { Table, TableCell, TableHeader, TableRow } from '#schema/nodes/table'
import { TableOfContents } from '#schema/nodes/table-of-contents'
import { Toggle } from '#schema/nodes/toggle'
import { UnknownBlock } from '#schema/nodes/unknown-block'

/**
 * All nodes and marks of a document, without React and without a DOM: the browser, export, import and the
 * server read documents by this one list. Whoever adds to it raises `schemaVersion`.
 */
export function documentExtensions(): Extensions {
  return [
    StarterKit.configure({
      // Undo belongs to the collaboration binding: only one's own edits.
      undoRedo: false,
      // Several people opening a document at once would each add a last paragraph.
      trailingNode: false,
      codeBlock: false,
      heading: false,
      link: false,
      orderedList: false,
      dropcursor: { class: 'drop-cursor', color: false, width: 2 },
    }),
    BlockLayout,
    Callout,
    CodeBlock,
    Footnote,
    Heading,
    Highlight,
    Image,
    InlineFormula,
    InlineObject,
    Link,
    Mention,
    PageBreak,
    Subscript,
    Superscript,
    TextColor,
    Toggle,
    OrderedList,
    TableOfContents,
    TaskList,
    TaskItem,
    Table,
    TableRow,
    TableHeader,
    TableCell,
    UnknownBlock,
  ]
}
