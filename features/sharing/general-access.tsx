'use client'
import { Globe, Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'

import { can } from '#access/roles'
import type { SharingOverview } from '#features/sharing/sharing-overview'
import { setGeneralRole } from '#features/sharing/sharing-requests'
import { SelectField } from '#ui/select-field'

type GeneralAccessProps = {
  overview: SharingOverview
  documentId: string
  change: (doIt: () => Promise<void>) => Promise<void>
}

/** What everybody who knows the address may do; its owner changes it here, others read it. */
export function GeneralAccess({ overview, documentId, change }: GeneralAccessProps) {
  const t = useTranslations('sharing.general')
  const general = overview.generalRole ?? 'restricted'
  const Icon = general === 'restricted' ? Lock : Globe
  const options = (['editor', 'viewer', 'restricted'] as const).map((value) => ({ value, name: t(value) }))
  return (
    <section className="flex gap-3 pb-4">
      <Icon className="mt-1 size-5 shrink-0 text-muted" aria-hidden />
      <div className="min-w-0 grow">
        {can(overview.role, 'manage') ? (
          <SelectField
            label={t('title')}
            hint={t(`explain.${general}`)}
            value={general}
            // A role that only links have here is shown as it is until another is chosen.
            options={
              options.some(({ value }) => value === general)
                ? options
                : [{ value: general, name: t(general) }, ...options]
            }
            onValueChange={(value) =>
              void change(() => setGeneralRole(documentId, value === 'restricted' ? null : value))
            }
          />
        ) : (
          <>
            <p className="font-semibold">{t(`you.${overview.role}`)}</p>
            <p className="mt-0.5 text-muted">{t(`explain.${general}`)}</p>
          </>
        )}
      </div>
    </section>
  )
}
