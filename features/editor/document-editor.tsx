'use client'
import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'
import { memo, Suspense, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'

import { EditsNearby } from '#features/editor/announcements/edits-nearby'
import type { KnownPerson } from '#features/editor/announcements/people-news'
import { BlockAddresses } from '#features/editor/block-handle/block-address'
import { ScrollsFromElsewhere } from '#features/editor/bring-into-sight'
import type { CollabSession } from '#features/editor/collab-session'
import { CommandKeymap } from '#features/editor/commands/command-keymap'
import { Commenting } from '#features/editor/commenting/comment-actions'
import { PageKeys } from '#features/editor/commands/page-keys'
import { editorExtensions } from '#features/editor/editor-extensions'
import { EditorHost } from '#features/editor/editor-host'
import { emojiTyped } from '#features/editor/emoji/emoji-typed'
import { EndOfText } from '#features/editor/end-of-text'
import { FootnoteEditor } from '#features/editor/footnotes/footnote-editor'
import { FormulaEditor } from '#features/editor/formulas/formula-editor'
import { ImageTexts } from '#features/editor/images/image-texts'
import { ImageUploads, type UploadImage } from '#features/editor/images/image-uploads'
import { LinkEditor } from '#features/editor/links/link-editor'
import { TypedLinks } from '#features/editor/links/typed-links'
import { WrittenAddresses } from '#features/editor/links/written-addresses'
import { DrawRest } from '#features/editor/long-text/draw-rest'
import { LongText } from '#features/editor/long-text/long-text'
import { MentionLinks } from '#features/editor/mentions/mention-links'
import { MentionNames } from '#features/editor/mentions/mention-names'
import type { MentionSource } from '#features/editor/mentions/mention-source'
import { mentionTyped } from '#features/editor/mentions/mention-typed'
import { CodeColors } from '#features/editor/node-views/code-colors'
import { NodeViews } from '#features/editor/node-views/node-views'
import { withTaskLabels } from '#features/editor/node-views/task-labels'
import { usePageSetup } from '#features/editor/page-setup/use-page-setup'
import { OpenPanel } from '#features/editor/panels/open-panel'
import { PlainPaste } from '#features/editor/paste/plain-paste'
import { Paste } from '#features/editor/paste/paste'
import { CodePreviews } from '#features/editor/previews/code-previews'
import { Placeholder } from '#features/editor/placeholder'
import { SelectionInSight } from '#features/editor/selection-in-sight'
import { slashTyped } from '#features/editor/slash/slash-trigger'
import { startInText } from '#features/editor/start-in-text'
import { TypedTables } from '#features/editor/tables/typed-tables'
import { blockLabel } from '#features/editor/suggesting/block-label'
import { redrawSuggestions, setSuggesting, Suggesting } from '#features/editor/suggesting/suggesting'
import { OpenToggles } from '#features/editor/toggles/open-toggles'
import { ToolbarSpace } from '#features/editor/toolbar/toolbar-space.tsx'
import { useDocumentEditor } from '#features/editor/use-document-editor'
import { pageRule } from '#schema/page-setup'
import { lazyPart } from '#ui/lazy-part'
import { useKeyboardHeight } from '#ui/use-keyboard-height'
import { useNarrow } from '#ui/use-narrow'

const Toolbar = lazyPart(() => import('#features/editor/toolbar/toolbar.tsx').then((part) => part.Toolbar))
const EditorMenus = lazyPart(() =>
  import('#features/editor/editor-menus.tsx').then((part) => part.EditorMenus),
)

type DocumentEditorProps = {
  /** Its content must be there: an editor mounted before would show, and could send, an empty document. */
  session: CollabSession
  /** Without it the text can be read, selected and copied, and nothing else. */
  editable: boolean
  uploadImage: UploadImage
  /** By whom what is done here is suggested, by their user id; null where it is done. */
  suggestingBy: string | null
  /** Who is here, to be told to those who hear the page. */
  people: readonly (KnownPerson & { readonly color: string })[]
  mentions: MentionSource
  /** Called in the frame that shows the text: what stood in its place goes in the same one. */
  onShown: () => void
  onEditorReady: (editor: Editor) => void
}

/** In px, as in `layout.css`: the caret never hides behind the bars, nor sticks to the edge of the window. */
const scrollMargin = { top: 120, bottom: 64, left: 8, right: 8 }
/** On phones the toolbar stands below; in a narrow window with a mouse it does not. */
const phoneScrollMargin = { ...scrollMargin, top: 72, bottom: 112 }

/**
 * The text of a document on its sheet, with all that changes it. Drawn anew only when it is given something else:
 * the page around it changes with every save.
 */
export const DocumentEditor = memo(function DocumentEditor(props: DocumentEditorProps) {
  const { session, editable, suggestingBy, uploadImage, mentions, people, onShown, onEditorReady } = props
  const t = useTranslations('editor')
  const [host] = useState(() => new EditorHost({ uploadImage, mentions, people, t }))
  useEffect(() => host.update({ uploadImage, mentions, people, t }))
  const [extensions] = useState(() => [
    ...editorExtensions(session).map((extension) => withTaskLabels(extension, host)),
    Suggesting.configure({
      words: (refusal) => host.words(`suggesting.refused.${refusal}`),
      colorOf: host.colorOf,
      blockLabel: (suggestion) => blockLabel(suggestion, host.words),
    }),
    CommandKeymap,
    PageKeys,
    slashTyped.extension,
    emojiTyped.extension,
    mentionTyped.extension,
    MentionLinks,
    LinkEditor,
    PlainPaste,
    WrittenAddresses,
    TypedLinks,
    TypedTables,
    OpenPanel.configure({ label: () => host.words('opening') }),
    BlockAddresses,
    Commenting,
    CodeColors,
    OpenToggles,
    EditsNearby,
    SelectionInSight,
    ScrollsFromElsewhere,
    Placeholder.configure({ text: t('placeholder') }),
    EndOfText,
    LongText,
    DrawRest,
    NodeViews.configure({
      words: (key, values) => host.words(`nodes.${key}`, values),
      mentions: new MentionNames(host.mentions),
    }),
    CodePreviews,
    FormulaEditor,
    FootnoteEditor.configure({ words: (key, values) => host.words(`footnotes.${key}`, values) }),
    Paste.configure({ words: (key, values) => host.words(`paste.${key}`, values) }),
    ImageTexts,
    ImageUploads.configure({
      upload: (file) => host.upload(file),
      words: (key, values) => host.words(`image.${key}`, values),
    }),
  ])
  const label = t('text')
  const page = usePageSetup(session.doc)
  const isPhone = useNarrow() && window.matchMedia('(pointer: coarse)').matches
  const margin = isPhone ? phoneScrollMargin : scrollMargin
  useKeyboardHeight()
  // The same object while nothing changes: another one makes the editor draw itself anew.
  const editorProps = useMemo(
    () => ({
      attributes: {
        class: 'document-text',
        role: 'textbox',
        'aria-label': label,
        'aria-multiline': 'true',
        ...(page.language === null ? {} : { lang: page.language }),
        ...(editable ? {} : { 'aria-readonly': 'true', tabindex: '0' }),
      },
      scrollThreshold: margin,
      scrollMargin: margin,
    }),
    [label, editable, page.language, margin],
  )
  const place = useRef<HTMLDivElement>(null)
  const editor = useDocumentEditor(place, {
    extensions,
    editable,
    editorProps,
    onCreate: (editor) => {
      startInText(editor)
      onEditorReady(editor)
    },
  })
  useLayoutEffect(() => {
    if (editor) setSuggesting(editor, suggestingBy)
  }, [editor, suggestingBy])
  const colors = people.map(({ id, color }) => `${id} ${color}`).join()
  useEffect(() => {
    if (editor) redrawSuggestions(editor)
  }, [editor, colors])
  useLayoutEffect(() => {
    if (editor) onShown()
  }, [editor, onShown])

  return (
    <>
      {editable && (
        <Suspense fallback={<ToolbarSpace />}>
          {editor ? <Toolbar editor={editor} /> : <ToolbarSpace />}
        </Suspense>
      )}
      <style>{pageRule(page)}</style>
      <div className="desk">
        <div ref={place} className="sheet" />
      </div>
      {editor && (
        <Suspense>
          <EditorMenus editor={editor} editable={editable} people={people} mentions={mentions} />
        </Suspense>
      )}
    </>
  )
})
