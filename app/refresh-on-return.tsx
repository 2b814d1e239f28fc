'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

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
    document.addEventListener('visibilitychange', refresh)
    window.addEventListener('pageshow', restored)
    return () => {
      document.removeEventListener('visibilitychange', refresh)
      window.removeEventListener('pageshow', restored)
    }
  }, [router])
  return null
}
