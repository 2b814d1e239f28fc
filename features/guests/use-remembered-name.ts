import { useEffect } from 'react'

/** Tells the app under which name this guest is to be listed among those who have access. */
export function useRememberedName(name: string | undefined): void {
  useEffect(() => {
    if (name !== undefined) remember(name)
  }, [name])
}

/** The same once, and with an account also the colour, for its other devices. */
export function remember(name: string, color?: string): void {
  const headers = { 'content-type': 'application/json' }
  fetch('/api/me', { method: 'PUT', headers, body: JSON.stringify({ name, color }) }).catch(
    (error: unknown) =>
      // The list then shows an older name; presence does not depend on it.
      console.warn('The name was not remembered', error),
  )
}
