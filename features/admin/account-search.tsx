import { useTranslations } from 'next-intl'

import { Button } from '#ui/button'
import { TextField } from '#ui/text-field'

/** Looks for accounts by way of the address, so that what was found can be sent on and gone back to. */
export function AccountSearch({ text }: { text: string }) {
  const t = useTranslations('admin.people')
  return (
    <search>
      <form action="/admin" className="mt-8 flex items-end gap-2">
        <TextField className="grow" label={t('search')} name="q" type="search" defaultValue={text} />
        <Button type="submit">{t('find')}</Button>
      </form>
    </search>
  )
}
