import type { Mark, Node } from '@tiptap/pm/model'
import type { BlockContent, Nodes, PhrasingContent } from 'mdast'

import type { MarkdownReading } from '#formats/markdown/read-markdown'
import type { MarkdownWriting } from '#formats/markdown/write-markdown'
import type { TextWriting } from '#formats/text/write-text'

/** How one kind of node goes to and comes from files. HTML needs nothing here: the schema itself says it. */
export type NodeFormat = {
  /** Its name in the schema. */
  readonly node: string
  /** What Markdown has for it; nothing where Markdown has nothing. */
  readonly toMarkdown: (node: Node, write: MarkdownWriting) => BlockContent[]
  /** Which Markdown becomes such a node, by the name of mdast, the tree that Markdown is read as. */
  readonly fromMarkdown?: MarkdownReaders
  readonly toText: (node: Node, write: TextWriting) => string
}

/** How what stands in a line and is no letter goes to and comes from files. */
export type InlineFormat = {
  /** Its name in the schema. */
  readonly node: string
  readonly toMarkdown: (node: Node, write: MarkdownWriting) => PhrasingContent | null
  readonly fromMarkdown?: {
    readonly [Type in PhrasingContent['type']]?: (
      node: Extract<PhrasingContent, { type: Type }>,
    ) => Record<string, unknown> | null
  }
  readonly toText: (node: Node, write: TextWriting) => string
}

export type MarkdownReaders = {
  readonly [Type in Nodes['type']]?: (
    node: Extract<Nodes, { type: Type }>,
    read: MarkdownReading,
  ) => readonly Node[]
}

/** Some marked text and the letter before and behind it: Markdown's signs are only understood beside some. */
export type Surroundings = { readonly before: string; readonly after: string; readonly text: string }

/** How one kind of mark goes to and comes from Markdown; in plain text marks are nothing. */
export type MarkFormat = {
  /** Its name in the schema. */
  readonly mark: string
  readonly toMarkdown: (mark: Mark, children: PhrasingContent[], around: Surroundings) => PhrasingContent[]
  /** The name in mdast, and the attributes that such a mark gets; null where it must not become one. */
  readonly fromMarkdown?: {
    readonly [Type in PhrasingContent['type']]?: (
      node: Extract<PhrasingContent, { type: Type }>,
    ) => Record<string, unknown> | null
  }
  /** Names of the HTML elements that say the same in Markdown, without attributes. */
  readonly htmlTags?: readonly string[]
}
