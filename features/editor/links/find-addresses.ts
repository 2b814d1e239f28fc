import { linkAddress } from '#features/editor/links/link-address'
import { maxAddressLength } from '#schema/safe-addresses'

/** An address as it stands in a text, and where it leads. */
export type FoundAddress = { readonly start: number; readonly text: string; readonly href: string }

/**
 * What in a text is meant as an address: of a page with its scheme, of a mail, or a domain by itself. Brackets,
 * quotes and full stops around it belong to the sentence.
 */
export function findAddresses(text: string): FoundAddress[] {
  return [...text.matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
    if (word.length > maxAddressLength) return []
    const bare = withoutSigns(word)
    const href = isAddress(bare.text) ? linkAddress(bare.text) : null
    return href === null ? [] : [{ start: index + bare.start, text: bare.text, href }]
  })
}

function withoutSigns(word: string): { start: number; text: string } {
  const start = /^[([{<"'«‹“‘¿¡]*/.exec(word)?.[0].length ?? 0
  const unopened = unopenedBrackets(word.slice(start))
  let end = word.length
  for (; end > start; end--) {
    const last = word.charAt(end - 1)
    const count = unopened.get(last) ?? 0
    if (count > 0) unopened.set(last, count - 1)
    else if (!/[.,;:!?"'»›”’…]/.test(last)) break
  }
  return { start, text: word.slice(start, end) }
}

const closings: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' }

/**
 * How many of each closing bracket belong to the sentence. An address may have brackets of its own:
 * `…/wiki/Pliego_(papel)`.
 */
function unopenedBrackets(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [bracket] of text.matchAll(/[()[\]{}<>]/g)) {
    const closing = closings[bracket]
    counts.set(closing ?? bracket, (counts.get(closing ?? bracket) ?? 0) + (closing === undefined ? 1 : -1))
  }
  return counts
}

function isAddress(word: string): boolean {
  if (/^https?:\/\//i.test(word)) return URL.canParse(word)
  const mail = /^(?:mailto:)?[\w.+-]+@(?<domain>[\w-]+(?:\.[\w-]+)+)$/.exec(word)
  const page = /^(?<domain>[a-z\d-]+(?:\.[a-z\d-]+)+)(?::\d{1,5})?(?:[/?#]\S*)?$/i.exec(word)
  const domain = (mail ?? page)?.groups?.['domain']
  if (domain === undefined) return false
  const end = domain.slice(domain.lastIndexOf('.') + 1)
  return isTopDomain(end) && (mail !== null || saysThatItIsPage(word) || !fileEndings.has(end))
}

/** Countries, and files too: `README.md`, `main.py:12` and `lib.rs` are named more often than the places. */
const fileEndings: ReadonlySet<string> = new Set('ai bz cc gd md mk ml mm pl pm ps py rs sh so tf'.split(' '))

function saysThatItIsPage(word: string): boolean {
  return /^www\.|\//i.test(word)
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
