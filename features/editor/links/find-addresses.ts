import { linkAddress } from '#features/editor/links/link-address'

/** An address as it stands in a text, and where it leads. */
export type FoundAddress = { readonly start: number; readonly text: string; readonly href: string }

/**
 * What in a text is meant as an address: of a page with its scheme, of a mail, or a domain by itself. Brackets,
 * quotes and full stops around it belong to the sentence.
 */
export function findAddresses(text: string): FoundAddress[] {
  return [...text.matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
    const bare = withoutSigns(word)
    const href = isAddress(bare.text) ? linkAddress(bare.text) : null
    return href === null ? [] : [{ start: index + bare.start, text: bare.text, href }]
  })
}

function withoutSigns(word: string): { start: number; text: string } {
  const start = /^[([{<"'«‹“‘¿¡]*/.exec(word)?.[0].length ?? 0
  let text = word.slice(start)
  for (let last = text.at(-1); last !== undefined; last = text.at(-1)) {
    const isClosing = /[)\]}>]/.test(last) && !isBalanced(text, last)
    if (!isClosing && !/[.,;:!?"'»›”’…]/.test(last)) break
    text = text.slice(0, -1)
  }
  return { start, text }
}

const openings: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '>': '<' }

/** As in an address with a bracket of its own: `…/wiki/Pliego_(papel)`. */
function isBalanced(text: string, closing: string): boolean {
  const count = (sign = '') => text.split(sign).length
  return count(openings[closing]) >= count(closing)
}

function isAddress(word: string): boolean {
  if (/^https?:\/\//i.test(word)) return URL.canParse(word)
  const mail = /^(?:mailto:)?[\w.+-]+@(?<domain>[\w-]+(?:\.[\w-]+)+)$/.exec(word)
  const page = /^(?<domain>[a-z\d-]+(?:\.[a-z\d-]+)+)(?::\d{1,5})?(?:[/?#]\S*)?$/i.exec(word)
  const domain = (mail ?? page)?.groups?.['domain']
  return domain !== undefined && isTopDomain(domain.slice(domain.lastIndexOf('.') + 1))
}

const topDomains: ReadonlySet<string> = new Set(
  (
    'com org net edu gov mil int info biz name pro app dev xyz online site store shop blog tech cloud page wiki ' +
    'news live world digital agency design studio museum coop jobs mobi travel aero asia cat eus gal eu uk'
  ).split(' '),
)
const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** In small letters: a capital after a full stop begins the next sentence. */
function isTopDomain(word: string): boolean {
  return topDomains.has(word) || (/^[a-z]{2}$/.test(word) && countries.of(word.toUpperCase()) !== undefined)
}
