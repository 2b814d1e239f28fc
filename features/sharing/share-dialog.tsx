'use client'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useState } from 'react'

import { can } from '#access/roles'
import { AccessHistory } from '#features/sharing/access-history.tsx'
import { CopyLinkButton } from '#features/sharing/copy-link-button.tsx'
import { GeneralAccess } from '#features/sharing/general-access.tsx'
import { LinkList } from '#features/sharing/link-list.tsx'
import { NamedPeople } from '#features/sharing/named-people.tsx'
import { NewLink } from '#features/sharing/new-link.tsx'
import { PeopleList } from '#features/sharing/people-list.tsx'
import { WaitingPeople } from '#features/sharing/waiting-people.tsx'
import type { SharingOverview } from '#features/sharing/sharing-overview'
import { loadSharing, SharingRefusedError } from '#features/sharing/sharing-requests'
import { Button } from '#ui/button'
import { Dialog } from '#ui/dialog'

type ShareDialogProps = {
  documentId: string
  open: boolean
  onOpenChange: (open: boolean) => void
  closeLabel: string
  /** Told how many ask to be let in, whenever that is known anew. */
  onWaiting: (count: number) => void
}

/** The address first, then what it gives; below it the links with a role of their own, and who has come. */
export function ShareDialog({ documentId, open, onOpenChange, closeLabel, onWaiting }: ShareDialogProps) {
  const t = useTranslations('sharing')
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('share')} closeLabel={closeLabel}>
      <div className="mt-3 flex flex-col items-start gap-4 text-sm">
        <CopyLinkButton />
        <Overview documentId={documentId} onWaiting={onWaiting} />
      </div>
    </Dialog>
  )
}

/** Mounted with the dialog, so that each opening asks anew. */
function Overview({ documentId, onWaiting }: Pick<ShareDialogProps, 'documentId' | 'onWaiting'>) {
  const t = useTranslations('sharing')
  const [overview, setOverview] = useState<SharingOverview | null>(null)
  const [failed, setFailed] = useState<'load' | 'change' | 'receiverQuotaReached' | null>(null)
  const show = useCallback(
    (reading: Promise<SharingOverview>) =>
      reading.then(setOverview, (error: unknown) => {
        console.warn('Who has access could not be read', error)
        setFailed('load')
      }),
    [],
  )
  useEffect(() => {
    if (overview) onWaiting(overview.requests.length)
  }, [overview, onWaiting])
  useEffect(() => void show(loadSharing(documentId)), [documentId, show])

  /** Does something and shows what is true after it, whether it worked or not. */
  const change = async (doIt: () => Promise<void>) => {
    setFailed(null)
    try {
      await doIt()
    } catch (error) {
      console.warn('Sharing could not be changed', error)
      const isFull = error instanceof SharingRefusedError && error.code === 'receiverQuotaReached'
      setFailed(isFull ? 'receiverQuotaReached' : 'change')
    }
    await show(loadSharing(documentId))
  }

  return (
    <>
      {failed && (
        <div role="alert" className="text-danger">
          <p>{t(`failed.${failed}`)}</p>
          {failed === 'load' && (
            <Button className="mt-2" onClick={() => void change(async () => {})}>
              {t('failed.again')}
            </Button>
          )}
        </div>
      )}
      {overview && (
        <div className="w-full divide-y divide-line">
          <GeneralAccess overview={overview} documentId={documentId} change={change} />
          {can(overview.role, 'manage') && (
            <>
              <WaitingPeople requests={overview.requests} documentId={documentId} change={change} />
              <NamedPeople
                named={overview.named}
                owner={overview.people.find(({ role }) => role === 'owner')}
                documentId={documentId}
                change={change}
                reload={() => show(loadSharing(documentId))}
              />
              <section className="py-4">
                <h3 className="font-semibold">{t('links.title')}</h3>
                <p className="mt-0.5 text-muted">{t('links.explain')}</p>
                <LinkList links={overview.links} documentId={documentId} change={change} />
                <NewLink documentId={documentId} onMade={() => show(loadSharing(documentId))} />
              </section>
              <PeopleList people={overview.people.filter(({ role }) => role !== 'owner')} />
              <AccessHistory documentId={documentId} />
            </>
          )}
        </div>
      )}
    </>
  )
}
