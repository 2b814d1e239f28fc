import { useTranslations } from 'next-intl'

import { ToolbarSpace } from '#features/editor/toolbar/toolbar-space.tsx'

/** The sheet before its text is here: where it will stand, and with words only when it takes long. */
export function BlankPage({ slow, withToolbar }: { slow: boolean; withToolbar: boolean }) {
  const t = useTranslations('documents')
  return (
    <>
      {withToolbar && <ToolbarSpace />}
      <div className="desk">
        <div className="sheet">
          <p className={`document-text text-muted transition-opacity ${slow ? '' : 'opacity-0'}`}>
            {slow ? t('waiting') : ''}
          </p>
        </div>
      </div>
    </>
  )
}
