'use client'
import { useSyncExternalStore } from 'react'

const unchanging = () => () => undefined
const ofBrowser = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

/**
 * The time zone of whoever reads, to be spread into how a date is written. On the server, and for as long as the page is
 * taken over from it, that is not known, and the server's stands.
 */
export function useReaderZone(): { readonly timeZone?: string } {
  const timeZone = useSyncExternalStore(unchanging, ofBrowser, () => undefined)
  return timeZone === undefined ? {} : { timeZone }
}
