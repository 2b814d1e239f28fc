/** In letters; what is longer is no address. */
export const maxAddressLength = 2_048
/** Relative to a fixed place, so that one word says both "relative" and "which schemes". */
const base = 'https://base.invalid/'
const allowedProtocols: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:'])

/**
 * Whether an address may become a link: http, https, mailto, or relative. Read with the URL parser that
 * the browser itself uses, since `java\nscript:` and leading control characters pass naive patterns.
 */
export function isSafeHref(href: unknown): href is string {
  if (typeof href !== 'string' || href === '' || href.length > maxAddressLength) return false
  try {
    return allowedProtocols.has(new URL(href, base).protocol)
  } catch {
    return false
  }
}

const imageSource = /^\/api\/documents\/[\w-]{1,128}\/images\/(?!\.)[\w.-]{1,128}$/

/** Whether an address is an image uploaded here: remote images would tell strangers who reads. */
export function isOwnImageSource(src: unknown): src is string {
  return typeof src === 'string' && imageSource.test(src)
}
