import { useTranslations } from 'next-intl'

/** The sheet before its text is here: in its place at once, and with words only when it takes long. */
export function BlankPage({ slow }: { slow: boolean }) {
  const t = useTranslations('documents')
  return (
    <div className="mx-auto w-full max-w-sheet grow border-line bg-sheet px-6 py-10 desk:my-6 desk:rounded-lg desk:border desk:px-24 desk:py-20">
      <p className={`text-muted transition-opacity ${slow ? '' : 'opacity-0'}`}>{slow ? t('waiting') : ''}</p>
    </div>
  )
}
