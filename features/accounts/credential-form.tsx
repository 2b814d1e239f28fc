'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState, type ReactNode } from 'react'

import type { AuthFailure } from '#features/accounts/auth-requests'
import { Button } from '#ui/button'

type CredentialFormProps = {
  submitLabel: string
  /** Fields, which password managers read. */
  children: (failure: AuthFailure | null) => ReactNode
  /** Failures that a field of the form says itself. */
  saidByFields: readonly AuthFailure[]
  send: (fields: FormData) => Promise<AuthFailure | null>
  onDone: () => void
}

/**
 * A form of an account: sends once at a time and says what is wrong where it is wrong. What is written stays in the
 * fields themselves, so that managers of passwords fill them in as they like.
 */
export function CredentialForm({ submitLabel, children, saidByFields, send, onDone }: CredentialFormProps) {
  const t = useTranslations('accounts.failed')
  const [failure, setFailure] = useState<AuthFailure | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (form: HTMLFormElement) => {
    setBusy(true)
    setFailure(null)
    const failed = await send(new FormData(form))
    if (failed === null) return onDone()
    setBusy(false)
    setFailure(failed)
  }
  const formElement = useRef<HTMLFormElement>(null)
  useEffect(() => {
    // Once the fields say which of them is wrong.
    if (failure !== null) formElement.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }, [failure])
  return (
    <form
      ref={formElement}
      // Sent before the page is live, it must not put a password into an address.
      method="post"
      className="flex w-full flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void submit(event.currentTarget)
      }}
    >
      {children(failure)}
      {failure !== null && !saidByFields.includes(failure) && (
        <p role="alert" className="text-sm text-danger">
          {t(failure)}
        </p>
      )}
      <Button type="submit" variant="primary" size="large" disabled={busy}>
        {submitLabel}
      </Button>
    </form>
  )
}

/** The text of a field by its name. */
export function fieldOf(fields: FormData, name: string): string {
  const value = fields.get(name)
  return typeof value === 'string' ? value : ''
}
