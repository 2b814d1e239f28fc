'use client'
import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'

import { closePanel } from '#features/editor/panels/open-panel'
import { shortcutGroups } from '#features/editor/panels/shortcut-groups'
import { Dialog } from '#ui/dialog'
import { Shortcut } from '#ui/shortcut'

/** Every shortcut, by what it does. */
export default function ShortcutsSheet({ editor }: { editor: Editor }) {
  const t = useTranslations('editor')
  return (
    <Dialog
      open
      onOpenChange={() => closePanel(editor)}
      title={t('shortcuts.title')}
      closeLabel={t('shortcuts.close')}
    >
      {shortcutGroups().map(({ name, rows }) => (
        <section key={name} aria-label={t(`shortcuts.groups.${name}`)} className="mt-4">
          <h3 className="pb-1 text-xs font-semibold text-muted">{t(`shortcuts.groups.${name}`)}</h3>
          <dl>
            {rows.map(({ id, isCommand, shortcuts }) => (
              <div key={id} className="flex items-center justify-between gap-4 border-t border-line py-1.5">
                <dt>{isCommand ? t(`commands.${id}`) : t(`shortcuts.keys.${id}`)}</dt>
                <dd className="flex flex-wrap justify-end gap-x-3 text-muted">
                  {shortcuts.map((keys) => (
                    <Shortcut key={keys} keys={keys} onTouch />
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}
