'use client'
import type { Editor } from '@tiptap/core'
import { NodeSelection } from '@tiptap/pm/state'
import { useEditorState } from '@tiptap/react'
import { Captions, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'

import { runCommand } from '#features/editor/commands/run-command'
import { CommandIcon } from '#features/editor/commands/command-icon.tsx'
import { alignCommands } from '#features/editor/commands/layout-commands'
import { useSelectionContext } from '#features/editor/commands/use-selection-context'
import { FloatingPanel } from '#features/editor/floating-panel.tsx'
import { setImage, sizeCommands } from '#features/editor/images/image-commands'
import { ImageDescription, type ImageWords } from '#features/editor/images/image-description.tsx'
import { isDescribingImage, setDescribingImage } from '#features/editor/images/image-texts'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'

/** Beside a selected image: what it shows, for those who do not see it, and the way to remove it. */
export function ImagePanel({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.image')
  const image = useEditorState({
    editor,
    selector: ({ editor: { state } }) => {
      const { selection } = state
      if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'image') return null
      const { alt, caption } = selection.node.attrs as ImageWords
      return { pos: selection.from, alt, caption, isDescribing: isDescribingImage(state) }
    },
  })
  const isDescribing = image?.isDescribing === true
  const close = () => {
    setDescribingImage(editor, false)
    editor.commands.focus()
  }
  const place = () => {
    const figure = image === null ? null : editor.view.nodeDOM(image.pos)
    return figure instanceof HTMLElement ? figure.getBoundingClientRect() : new DOMRect()
  }
  const { isAbove, isBelow } = cardsBeside(image === null ? null : editor.view.nodeDOM(image.pos))
  return (
    <FloatingPanel
      open={image !== null}
      place={place}
      onClose={close}
      // A card beside the image says what became of another one, and has buttons: it stays in sight.
      side={isAbove && !isBelow ? 'bottom' : 'top'}
      sideOffset={isAbove && isBelow ? -48 : 6}
      hideWhenDetached
      aria-label={t('title')}
      className={isDescribing ? 'phone-sheet phone-sheet-form' : ''}
      onOpenAutoFocus={(event) => event.preventDefault()}
      onCloseAutoFocus={(event) => event.preventDefault()}
    >
      {isDescribing && (
        <ImageDescription
          texts={image}
          onDone={(texts) => {
            setImage(editor, image.pos, texts)
            close()
          }}
        />
      )}
      {image !== null && !isDescribing && (
        <div
          data-editor-bubble=""
          className="flex max-w-[calc(100vw-1rem)] flex-wrap items-center gap-0.5 p-1"
        >
          <Button variant="quiet" className="desk:max-w-48" onClick={() => setDescribingImage(editor, true)}>
            <Captions aria-hidden />
            <span className="sr-only desk:not-sr-only desk:truncate">
              {image.alt === '' ? t('describe') : image.alt}
            </span>
          </Button>
          <ImageCommands editor={editor} />
          <IconButton
            label={t('remove')}
            icon={<Trash2 />}
            tooltipSide="top"
            onClick={() => editor.chain().focus().deleteSelection().run()}
          />
        </div>
      )}
    </FloatingPanel>
  )
}

/** Smaller, larger, and where it stands. */
function ImageCommands({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.commands')
  const context = useSelectionContext(editor)
  const commands = [...sizeCommands.toReversed(), ...alignCommands.filter(({ id }) => id !== 'alignJustify')]
  return commands.map((command) => (
    <IconButton
      key={command.id}
      label={t(command.id)}
      icon={<CommandIcon command={command} />}
      shortcut={command.shortcuts?.[0]}
      pressed={command.isActive?.(context)}
      tooltipSide="top"
      onClick={() => runCommand(editor, command)}
    />
  ))
}

function cardsBeside(figure: unknown): { isAbove: boolean; isBelow: boolean } {
  if (!(figure instanceof Element)) return { isAbove: false, isBelow: false }
  return { isAbove: isCard(figure.previousElementSibling), isBelow: isCard(figure.nextElementSibling) }
}

function isCard(element: Element | null): boolean {
  return element?.classList.contains('upload-card') ?? false
}
