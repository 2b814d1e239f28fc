import { foldText } from '#storage/fold-text'

const maxTerms = 8
const maxTermLength = 40

/** The words of what somebody writes into a search field, folded: letters and digits, at most eight. */
export function searchTerms(text: string): string[] {
  const words = foldText(text.slice(0, 400)).match(/[\p{L}\p{N}]+/gu) ?? []
  return [...new Set(words.map((word) => word.slice(0, maxTermLength)))].slice(0, maxTerms)
}
