'use client'
import { LogIn, LogOut, UserRoundCog } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useState } from 'react'

import { useAccount } from '#features/accounts/account-context'
import { signInPath, signUpPath } from '#features/accounts/account-paths'
import { signOut } from '#features/accounts/auth-requests'
import { Button } from '#ui/button'

type AccountLinksProps = {
  /** In how many documents there is text in this browser that the server may not have. */
  unsaved: () => Promise<number>
  /** After signing out, before the page is left. */
  onSignedOut: () => Promise<void>
}

/** Beneath one's name: whose account it is and how to leave it, or how to come by one. */
export function AccountLinks({ unsaved, onSignedOut }: AccountLinksProps) {
  const t = useTranslations('guests.account')
  const { account, canSignUp } = useAccount()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  /** What would stay behind, once somebody has been told. */
  const [staying, setStaying] = useState(0)
  if (!account) {
    // By full loads: the pages of accounts are not fetched before somebody wants one.
    const here = typeof window === 'undefined' ? '/' : window.location.pathname + window.location.search
    return (
      <div className="mt-4 border-t border-line pt-3">
        <p className="mb-2 text-sm text-muted">{t('why')}</p>
        <div className="flex flex-wrap gap-2">
          {canSignUp && (
            <Button asChild>
              <a href={signUpPath(here)}>{t('signUp')}</a>
            </Button>
          )}
          <Button variant="quiet" asChild>
            <a href={signInPath(here)}>
              <LogIn aria-hidden />
              {t('signIn')}
            </a>
          </Button>
        </div>
      </div>
    )
  }
  const leave = async () => {
    setBusy(true)
    setFailed(false)
    const count = staying > 0 ? 0 : await unsaved()
    if (count > 0) {
      setBusy(false)
      setStaying(count)
      return
    }
    if ((await signOut()) !== null) {
      setBusy(false)
      setFailed(true)
      return
    }
    await onSignedOut()
    window.location.assign('/')
  }
  return (
    <div className="mt-4 border-t border-line pt-3">
      <p className="mb-2 text-sm break-words text-muted">{t('signedInAs', { email: account.email })}</p>
      <div className="flex flex-wrap gap-2">
        <Button asChild>
          <Link href="/account" prefetch={false}>
            <UserRoundCog aria-hidden />
            {t('manage')}
          </Link>
        </Button>
        <Button variant="quiet" disabled={busy} onClick={() => void leave()}>
          <LogOut aria-hidden />
          {t(staying > 0 ? 'signOutAnyway' : 'signOut')}
        </Button>
      </div>
      <output className="mt-2 block text-sm text-pretty empty:hidden">
        {staying > 0 && t('unsaved', { count: staying })}
      </output>
      {failed && (
        <p role="alert" className="mt-2 text-sm text-danger">
          {t('signOutFailed')}
        </p>
      )}
    </div>
  )
}
