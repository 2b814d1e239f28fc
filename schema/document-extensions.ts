import type { Extensions } from '@tiptap/core'
import { Blockquote } from '@tiptap/extension-blockquote'
import { Bold } from '@tiptap/extension-bold'
import { Document } from '@tiptap/extension-document'
import { HardBreak } from '@tiptap/extension-hard-break'
import { HorizontalRule } from '@tiptap/extension-horizontal-rule'
import { Italic } from '@tiptap/extension-italic'
import { BulletList, ListItem, ListKeymap } from '@tiptap/extension-list'
import { Paragraph } from '@tiptap/extension-paragraph'
import { Strike } from '@tiptap/extension-strike'
import { Text } from '@tiptap/extension-text'
import { Underline } from '@tiptap/extension-underline'
import { Dropcursor } from '@tiptap/extensions/drop-cursor'
import { Gapcursor } from '@tiptap/extensions/gap-cursor'

import { InlineObject } from '#schema/inline-objects'
import { Highlight, TextColor } from '#schema/marks/colors'
import { Comment } from '#schema/marks/comment'
import { Code } from '#schema/marks/inline-code'
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
import { BlockSuggestions } from '#schema/suggestions/block-suggestion'
import { SuggestedBreak } from '#schema/suggestions/suggested-break'
import { Deletion, Formatting, Insertion } from '#schema/suggestions/suggestion-marks'

/**
 * All nodes and marks of a document, without React and without a DOM: the browser, export, import and the
 * server read documents by this one list. Whoever adds to it raises `schemaVersion`.
 */
export function documentExtensions(): Extensions {
  return [
    // One by one: the kit of these brings a history of its own, a last paragraph that several people opening a
    // document at once would each add, and every top-level domain there is.
    Bold,
    Blockquote,
    BulletList,
    Code,
    Document,
    Dropcursor.configure({ class: 'drop-cursor', color: false, width: 2 }),
    Gapcursor,
    HardBreak,
    HorizontalRule,
    Italic,
    ListItem,
    ListKeymap,
    Paragraph,
    Strike,
    Text,
    Underline,
    BlockLayout,
    Callout,
    CodeBlock,
    Comment,
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
    BlockSuggestions,
    Deletion,
    Formatting,
    Insertion,
    SuggestedBreak,
  ]
}
