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
import type { MentionSource } from '#features/editor/mentions/mention-source'
import { MentionTyping } from '#features/editor/mentions/mention-typing.tsx'
import { EditorPanels } from '#features/editor/panels/editor-panels.tsx'
import { SlashMenu } from '#features/editor/slash/slash-menu.tsx'
import { TableHandle } from '#features/editor/tables/table-handle.tsx'
import { TooltipGroup } from '#ui/tooltip'

type EditorMenusProps = {
  editor: Editor
  editable: boolean
  mentions: MentionSource
  people: readonly KnownPerson[]
}

/** What opens beside the text, by keys, by selecting or by pointing. Fetched once the text is there. */
export function EditorMenus({ editor, editable, mentions, people }: EditorMenusProps) {
  return (
    <TooltipGroup>
      <BubbleMenu editor={editor} editable={editable} />
      {editable && (
        <>
          <SlashMenu editor={editor} />
          <EmojiTyping editor={editor} />
          <MentionTyping editor={editor} source={mentions} />
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
