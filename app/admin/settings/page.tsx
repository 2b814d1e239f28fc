import { getLocale, getTranslations } from 'next-intl/server'

import { collabSecretChangedAt } from '#config/kept-secrets'
import { shownSettings } from '#config/shown-settings'
import { SecretSection } from '#features/admin/secret-section.tsx'
import { appServices } from '#features/documents/server/app-services'

import { administratorOfPage } from '../administrator-of-page.ts'

/** What this server was started with, and whose word each is; no secrets. */
export default async function Page() {
  await administratorOfPage()
  const t = await getTranslations('admin.settings')
  const { config } = appServices()
  const locale = (await getLocale()) === 'es' ? 'es' : 'en'
  return (
    <>
      <SecretSection changedAt={collabSecretChangedAt(config)} isKept={config.collabSecret === undefined} />
      <p className="mt-8 text-muted">{t('text')}</p>
      <dl className="mt-4 divide-y divide-line rounded-lg border border-line bg-sheet">
        {shownSettings(process.env).map(({ name, value, source, describe, unset }) => (
          <div key={name} className="px-3 py-2">
            <dt className="flex flex-wrap items-baseline justify-between gap-x-4">
              <code className="text-sm font-semibold">{name}</code>
              <span className="text-xs text-muted">{t(`sources.${source}`)}</span>
            </dt>
            <dd className="break-words">
              {value === 'secret'
                ? t('secret')
                : (value?.text ?? plain(unset?.[locale] ?? t('sources.unset')))}
            </dd>
            <dd className="text-sm text-pretty text-muted">{plain(describe[locale])}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

/** The table of settings marks names as Markdown does. */
const plain = (text: string): string => text.replaceAll('`', '')
