import { useTranslations } from 'next-intl'

import type { Deed } from '#features/merge-receipt/block-changes'
import { objectCharacter, objectEdges } from '#schema/inline-objects'

/** In letters: enough to know one's words again. */
const longestQuote = 90

/** Words as they are quoted, the middle of long ones left out. */
export function quoted(text: string): string {
  const objects = new RegExp(`[${objectCharacter}${objectEdges.start}${objectEdges.end}]`, 'g')
  const letters = Array.from(text.replaceAll(objects, ' ').replaceAll(/\s+/g, ' ').trim())
  if (letters.length <= longestQuote) return letters.join('')
  const half = longestQuote / 2
  return `${letters.slice(0, half).join('').trimEnd()} … ${letters.slice(-half).join('').trimStart()}`
}

/**
 * Says what was done as it follows a name, or "you".
 * @param blockName what a kind of block is called
 */
export function useDeedWords(
  blockName: (kind: string, level: number | null) => string,
): (deed: Deed, by: 'you' | 'other') => string {
  const t = useTranslations('mergeReceipt.deeds')
  return (deed, by) => {
    switch (deed.kind) {
      case 'added':
      case 'removed': {
        const text = quoted(deed.text)
        return text === ''
          ? t(`${by}.${deed.kind}Block`, { block: blockName(deed.block, null) })
          : t(`${by}.${deed.kind}`, { text })
      }
      case 'replaced':
        return t(`${by}.replaced`, { text: quoted(deed.text), before: quoted(deed.before) })
      case 'turned':
        return t(`${by}.turned`, { block: blockName(deed.into, deed.level) })
      case 'wrote':
      case 'deleted':
      case 'split':
      case 'joined':
      case 'formatted':
      case 'suggestedDeletion':
        return t(`${by}.${deed.kind}`, { text: quoted(deed.text) })
      case 'moved':
      case 'ticked':
      case 'unticked':
      case 'restyled':
        break
    }
    return t(`${by}.${deed.kind}`)
  }
}
