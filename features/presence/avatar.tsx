import type { PersonHere } from '#features/presence/people-here'
import { initials } from '#ui/initials'
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
