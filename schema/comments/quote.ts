export const maxQuoteLength = 300

/** What is shown of a commented text, given as it is read. */
export function cutQuote(text: string): string {
  if (text.length <= maxQuoteLength) return text
  return `${text.slice(0, maxQuoteLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
