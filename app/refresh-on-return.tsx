'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

const settleMs = 1500

/** Asks the server again when somebody comes back to the page: titles and times go on meanwhile. */
export function RefreshOnReturn() {
  const router = useRouter()
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible') router.refresh()
    }
    const restored = (event: PageTransitionEvent) => {
      if (event.persisted) router.refresh()
    }
    // Somebody who comes from a document is faster than the title that it gets when its room closes.
    const timer = setTimeout(() => router.refresh(), settleMs)
    document.addEventListener('visibilitychange', refresh)
    window.addEventListener('pageshow', restored)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', refresh)
      window.removeEventListener('pageshow', restored)
    }
  }, [router])
  return null
}
