import { useEffect } from 'react'

/**
 * Keeps `--keyboard` true: how much of the page's foot a phone's keyboard covers, in px. None where the page
 * shrinks above it by itself; iOS lays the keyboard over the page and only tells.
 */
export function useKeyboardHeight(): void {
  useEffect(() => {
    const { visualViewport: seen } = window
    const { style } = document.documentElement
    if (!seen) return undefined
    const ends = new AbortController()
    let told = 0
    const measure = () => {
      // While somebody zooms in, what is not seen is not covered.
      const covered = seen.scale > 1.01 ? 0 : window.innerHeight - seen.height - seen.offsetTop
      const height = Math.max(0, Math.round(covered))
      // Telling has every element of the page looked at.
      if (height === told) return
      told = height
      style.setProperty('--keyboard', `${height}px`)
    }
    measure()
    seen.addEventListener('resize', measure, { signal: ends.signal })
    seen.addEventListener('scroll', measure, { signal: ends.signal })
    return () => {
      ends.abort()
      style.removeProperty('--keyboard')
    }
  }, [])
}
