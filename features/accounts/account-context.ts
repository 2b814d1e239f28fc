'use client'
import { createContext, useContext } from 'react'

import type { Account } from '#features/accounts/account'

export type AccountState = {
  /** Null for guests. */
  readonly account: Account | null
  /** Whether somebody new may make an account by themselves. */
  readonly canSignUp: boolean
}

export const AccountContext = createContext<AccountState>({ account: null, canSignUp: false })

/** Whose account this page was made for, and whether one can be made. */
export function useAccount(): AccountState {
  return useContext(AccountContext)
}
