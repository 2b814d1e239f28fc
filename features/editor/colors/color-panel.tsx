'use client'
import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'
import { ToggleGroup } from 'radix-ui'

import { type ColorMark, setColor } from '#features/editor/commands/color-commands'
import { useSelectionContext } from '#features/editor/commands/use-selection-context'
import { FloatingPanel } from '#features/editor/floating-panel.tsx'
import { closePanel } from '#features/editor/panels/open-panel'
import { textPlace } from '#features/editor/text-place'
import { isPaletteColor, paletteColors } from '#schema/palette'

/** Beside the selection: the palette for its letters, and the one for what is behind them. */
export default function ColorPanel({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.colors')
  const context = useSelectionContext(editor)
  const close = () => closePanel(editor)
  return (
    <FloatingPanel
      open
      place={() => textPlace(editor, editor.state.selection.from, editor.state.selection.to)}
      onClose={close}
      closesOutside
      side="bottom"
      align="start"
      aria-label={t('title')}
      onCloseAutoFocus={(event) => event.preventDefault()}
      className="phone-sheet flex max-w-[calc(100vw-1rem)] flex-col gap-2 p-3"
    >
      <Swatches
        label={t('text')}
        mark="textColor"
        current={context.textColor}
        onChoose={(color) => {
          setColor(editor, 'textColor', color)
          close()
        }}
      />
      <Swatches
        label={t('highlight')}
        mark="highlight"
        current={context.highlight}
        onChoose={(color) => {
          setColor(editor, 'highlight', color)
          close()
        }}
      />
    </FloatingPanel>
  )
}

type SwatchesProps = {
  label: string
  mark: ColorMark
  current: string | null
  onChoose: (color: (typeof paletteColors)[number] | null) => void
}

/** Arrow keys only look; a press, Enter or the space bar chooses. */
function Swatches({ label, mark, current, onChoose }: SwatchesProps) {
  const t = useTranslations('editor.colors')
  const chosen = current ?? 'none'
  return (
    <div>
      <p className="pb-1 text-xs font-semibold text-muted" aria-hidden>
        {label}
      </p>
      <ToggleGroup.Root
        type="single"
        aria-label={label}
        value={chosen}
        // Choosing the one that is chosen gives no value, and changes nothing.
        onValueChange={(name) => {
          const wanted = name === '' ? chosen : name
          onChoose(isPaletteColor(wanted) ? wanted : null)
        }}
        className="grid grid-cols-[repeat(11,auto)] gap-1 coarse:grid-cols-6"
      >
        {(['none', ...paletteColors] as const).map((name) => {
          const text = name === 'none' ? t('none') : t(`names.${name}`)
          return (
            <ToggleGroup.Item
              key={name}
              value={name}
              aria-label={text}
              title={text}
              data-mark={mark}
              data-name={name}
              className="swatch grid size-7 place-items-center rounded-md border border-line font-semibold aria-checked:ring-2 aria-checked:ring-accent coarse:size-target"
            >
              <span aria-hidden>{name === 'none' ? '∅' : 'A'}</span>
            </ToggleGroup.Item>
          )
        })}
      </ToggleGroup.Root>
    </div>
  )
}
