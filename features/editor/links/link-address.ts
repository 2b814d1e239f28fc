import { isSafeHref, maxAddressLength } from '#schema/safe-addresses'

/**
 * What somebody typed as an address, completed as browsers do: a bare domain is a web page, a mail address
 * a mail. Null for what must not become a link.
 */
export function linkAddress(typed: string): string | null {
  const text = typed.trim()
  if (text === '' || text.length > maxAddressLength || /\s/.test(text)) return null
  const address = complete(text)
  return isSafeHref(address) ? address : null
}

function complete(text: string): string {
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`
  // A port is no scheme: example.com:8080, localhost:3000/path.
  const hasScheme = /^[a-z][a-z0-9+.-]*:(?!\d{1,5}(?:[/?#]|$))/i.test(text)
  return hasScheme || /^[/#?]/.test(text) ? text : `https://${text}`
}
