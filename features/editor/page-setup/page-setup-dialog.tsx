'use client'
import type { Editor } from '@tiptap/core'
import { useLocale, useTranslations } from 'next-intl'

import { usePageSetup } from '#features/editor/page-setup/use-page-setup'
import { closePanel } from '#features/editor/panels/open-panel'
import {
  pageMargins,
  type PageSetup,
  pageSizes,
  type PageMargin,
  type PageSize,
  setPageSetup,
} from '#schema/page-setup'
import { Dialog } from '#ui/dialog'
import { SelectField } from '#ui/select-field'

/** In which people check their spelling most; what the document says already is always among them. */
const languages = [
  'en-GB',
  'en-US',
  'es-ES',
  'es-MX',
  'ca',
  'eu',
  'gl',
  'ar',
  'de',
  'fr',
  'he',
  'it',
  'pt-BR',
  'pt-PT',
]

const byPrinter = 'printer'
const byReader = 'reader'

/** The paper a document is printed on and the language it is written in, for everybody, as they are chosen. */
export default function PageSetupDialog({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.pageSetup')
  const locale = useLocale()
  const doc = editor.storage.sharedBody.binding?.doc ?? null
  const { pageSize, orientation, margin, language } = usePageSetup(doc)
  const change = (changed: Partial<PageSetup>) => {
    if (doc && editor.isEditable) setPageSetup(doc, changed)
  }
  const names = new Intl.DisplayNames([locale], { type: 'language' })
  const known = language === null || languages.includes(language) ? languages : [...languages, language]
  const sizeNames = Object.keys(pageSizes) as PageSize[]
  return (
    <Dialog open onOpenChange={() => closePanel(editor)} title={t('title')} closeLabel={t('close')}>
      <div className="mt-4 grid grid-cols-2 gap-4">
        <SelectField<PageSize | typeof byPrinter>
          label={t('size')}
          value={pageSize ?? byPrinter}
          options={[
            { value: byPrinter, name: t('byPrinter') },
            ...sizeNames.map((value) => ({
              value,
              name: t('sizeName', { name: value, width: pageSizes[value][0], height: pageSizes[value][1] }),
            })),
          ]}
          onValueChange={(value) => change({ pageSize: value === byPrinter ? null : value })}
        />
        <SelectField
          label={t('orientation')}
          value={orientation}
          options={(['portrait', 'landscape'] as const).map((value) => ({ value, name: t(value) }))}
          onValueChange={(value) => change({ orientation: value })}
        />
        <SelectField
          label={t('margins')}
          value={margin}
          options={(Object.keys(pageMargins) as PageMargin[]).map((value) => ({
            value,
            name: t('marginName', { name: t(value), size: pageMargins[value] }),
          }))}
          onValueChange={(value) => change({ margin: value })}
        />
        <SelectField
          label={t('language')}
          value={language ?? byReader}
          options={[
            { value: byReader, name: t('byReader') },
            ...known
              .map((value) => ({ value, name: names.of(value) ?? value }))
              .toSorted((a, b) => a.name.localeCompare(b.name, locale)),
          ]}
          onValueChange={(value) => change({ language: value === byReader ? null : value })}
        />
      </div>
      <p className="mt-4 text-xs text-muted">{t('note')}</p>
    </Dialog>
  )
}
