import type { PersonHere } from '#features/presence/people-here'
import { inkOn } from '#ui/ink-on'

type AvatarProps = Pick<PersonHere, 'name' | 'color' | 'isIdle'> & { className?: string }

/** A person's initials on their colour. Decoration: the name is said beside it. */
export function Avatar({ name, color, isIdle, className }: AvatarProps) {
  return (
    <span
      aria-hidden
      // The colour was checked against a pattern when it was read from the awareness.
      style={{ backgroundColor: color, color: inkOn(color) }}
      className={`grid size-7 shrink-0 place-items-center rounded-full text-xs font-semibold select-none ${isIdle ? 'opacity-50' : ''} ${className ?? ''}`}
    >
      {initials(name)}
    </span>
  )
}

/** At most two letters: of the first and the last word. */
export function initials(name: string | null): string {
  const words = (name ?? '').split(/[\s_.-]+/).filter(Boolean)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words
  return ends.map((word) => firstLetter(word ?? '').toLocaleUpperCase()).join('') || '?'
}

function firstLetter(word: string): string {
  // A letter with its accents, or an emoji of several code points, is one.
  const [first] = new Intl.Segmenter().segment(word)
  return first?.segment ?? ''
}
