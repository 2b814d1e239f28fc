'use client'
import { useSyncExternalStore } from 'react'

import { passkeysWork } from '#features/accounts/passkey-requests'

const neverChanges = () => () => {}

/** Whether this browser can use passkeys here; null until that is known, as on the server. */
export function usePasskeysWork(): boolean | null {
  return useSyncExternalStore<boolean | null>(neverChanges, passkeysWork, () => null)
}
