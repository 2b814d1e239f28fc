import { useTranslations } from 'next-intl'

/** The sheet before its text is here: where it will stand, and with words only when it takes long. */
export function BlankPage({ slow, withToolbar }: { slow: boolean; withToolbar: boolean }) {
  const t = useTranslations('documents')
  return (
    <>
      {withToolbar && <div className="h-toolbar border-b border-line bg-surface" />}
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
