'use client'
import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState, useTransition } from 'react'

import { linkRoles, type LinkRole } from '#features/sharing/link-role'
import { ShownAddress } from '#features/sharing/shown-address.tsx'
import { makeLink } from '#features/sharing/sharing-requests'
import { Button } from '#ui/button'
import { SelectField } from '#ui/select-field'
import { TextField } from '#ui/text-field'

const days = { never: null, day: 1, week: 7, month: 30 } as const
const dayMs = 24 * 60 * 60_000

type Step = 'closed' | 'form' | { address: string }

/** Makes a link with a role of its own, and shows it the one time it can be seen. */
export function NewLink({ documentId, onMade }: { documentId: string; onMade: () => Promise<void> }) {
  const t = useTranslations('sharing.newLink')
  const [step, setStep] = useState<Step>('closed')
  const place = useRef<HTMLDivElement>(null)
  const shown = useRef<Step>(step)
  useEffect(() => {
    if (shown.current === step) return
    shown.current = step
    // Each step takes away what had the focus.
    place.current?.querySelector<HTMLElement>('select, input, button')?.focus()
    // Its buttons too, where it is at the end of a long list.
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [step])
  return (
    <div ref={place}>
      {step === 'closed' && (
        <Button className="mt-2" onClick={() => setStep('form')}>
          <Plus aria-hidden />
          {t('begin')}
        </Button>
      )}
      {step === 'form' && (
        <LinkForm
          documentId={documentId}
          onCancel={() => setStep('closed')}
          onMade={(address) => {
            setStep({ address })
            void onMade()
          }}
        />
      )}
      {typeof step === 'object' && (
        <ShownAddress
          label={t('address')}
          hint={t('once')}
          address={step.address}
          onDone={() => setStep('closed')}
        />
      )}
    </div>
  )
}

type LinkFormProps = { documentId: string; onCancel: () => void; onMade: (address: string) => void }

function LinkForm({ documentId, onCancel, onMade }: LinkFormProps) {
  const t = useTranslations('sharing')
  const [role, setRole] = useState<LinkRole>('viewer')
  const [ends, setEnds] = useState<keyof typeof days>('never')
  const [password, setPassword] = useState('')
  const [failed, setFailed] = useState(false)
  const [busy, startTransition] = useTransition()
  const make = () =>
    startTransition(async () => {
      setFailed(false)
      const lifetimeDays = days[ends]
      const expiresAt = lifetimeDays === null ? null : Date.now() + lifetimeDays * dayMs
      try {
        onMade(await makeLink(documentId, { role, expiresAt, password: password || null }))
      } catch (error) {
        console.warn('The link could not be made', error)
        setFailed(true)
      }
    })
  return (
    <form
      className="mt-3 flex flex-col gap-3 rounded-md border border-line p-3"
      aria-label={t('newLink.begin')}
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) make()
      }}
    >
      <SelectField
        label={t('newLink.role')}
        value={role}
        options={linkRoles.map((value) => ({ value, name: t(`roles.${value}`) }))}
        onValueChange={setRole}
      />
      <SelectField
        label={t('newLink.ends')}
        value={ends}
        options={(['never', 'day', 'week', 'month'] as const).map((value) => ({
          value,
          name: t(`newLink.lifetimes.${value}`),
        }))}
        onValueChange={setEnds}
      />
      <TextField
        label={t('newLink.password')}
        type="password"
        autoComplete="new-password"
        maxLength={200}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={failed ? t('newLink.failed') : undefined}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={onCancel}>
          {t('newLink.cancel')}
        </Button>
        {/* Not disabled: that would take the focus from it, and leave it nowhere where it fails. */}
        <Button type="submit" variant="primary" aria-disabled={busy}>
          {t('newLink.make')}
        </Button>
      </div>
    </form>
  )
}
