'use client'
import type { Editor } from '@tiptap/core'

import { Announcements } from '#features/editor/announcements/announcements.tsx'
import type { KnownPerson } from '#features/editor/announcements/people-news'
import { BlockHandle } from '#features/editor/block-handle/block-handle.tsx'
import { BubbleMenu } from '#features/editor/bubble/bubble-menu.tsx'
import { EmojiTyping } from '#features/editor/emoji/emoji-typing.tsx'
import { FootnotePanel } from '#features/editor/footnotes/footnote-panel.tsx'
import { FormulaPanel } from '#features/editor/formulas/formula-panel.tsx'
import { ImagePanel } from '#features/editor/images/image-panel.tsx'
import { LinkPopover } from '#features/editor/links/link-popover.tsx'
import { EditorPanels } from '#features/editor/panels/editor-panels.tsx'
import { SlashMenu } from '#features/editor/slash/slash-menu.tsx'
import { TableHandle } from '#features/editor/tables/table-handle.tsx'
import { TooltipGroup } from '#ui/tooltip'

/** What opens beside the text, by keys, by selecting or by pointing. Fetched once the text is there. */
export function EditorMenus({
  editor,
  editable,
  people,
}: {
  editor: Editor
  editable: boolean
  people: readonly KnownPerson[]
}) {
  return (
    <TooltipGroup>
      {editable && (
        <>
          <BubbleMenu editor={editor} />
          <SlashMenu editor={editor} />
          <EmojiTyping editor={editor} />
          <LinkPopover editor={editor} />
          <FormulaPanel editor={editor} />
          <FootnotePanel editor={editor} />
          <TableHandle editor={editor} />
          <ImagePanel editor={editor} />
          <BlockHandle editor={editor} />
        </>
      )}
      <EditorPanels editor={editor} />
      <Announcements editor={editor} people={people} />
    </TooltipGroup>
  )
}
