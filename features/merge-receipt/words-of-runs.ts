import type { LetterRun } from '#features/merge-receipt/standing-text'

type Part = { text: string; readonly isIn: boolean }

const gap = ' … '
/** Whoever writes before a space is given that one for theirs, and writes another behind. */
const onlySpace = /^\s{1,3}$/

/**
 * Some letters of a text as words: those that stand together in one piece, with the spaces between them, whoever wrote these.
 * @param all of the text, in order
 * @param some of them, in the same order
 */
export function partsInWords(all: readonly LetterRun[], some: readonly LetterRun[]): string {
  return piecesInWords(joined(partsOf(all, some)))
}

function partsOf(all: readonly LetterRun[], some: readonly LetterRun[]): Part[] {
  const wanted = new Set(
    some.flatMap(({ id, text }) =>
      Array.from({ length: text.length }, (_, at) => `${id.client}-${id.clock + at}`),
    ),
  )
  const parts: Part[] = []
  for (const { id, text } of all) {
    for (let at = 0; at < text.length; at += 1) {
      const isIn = wanted.has(`${id.client}-${id.clock + at}`)
      const last = parts.at(-1)
      if (last?.isIn === isIn) last.text += text[at]
      else parts.push({ text: text[at] ?? '', isIn })
    }
  }
  return parts
}

function joined(parts: readonly Part[]): string[] {
  const pieces: string[] = []
  let isOpen = false
  for (const [index, { text, isIn }] of parts.entries()) {
    const isBetween: boolean = !isIn && isOpen && index < parts.length - 1 && onlySpace.test(text)
    if (isIn || isBetween) {
      if (isOpen) pieces[pieces.length - 1] += text
      else pieces.push(text)
    }
    isOpen = isIn || isBetween
  }
  return pieces
}

/** Pieces that do not stand together. */
export function piecesInWords(pieces: readonly string[]): string {
  const saying = pieces.filter((piece) => piece.trim() !== '')
  return saying.length > 0 ? saying.join(gap) : pieces.join('')
}
