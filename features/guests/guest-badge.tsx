import { initials } from '#ui/initials'
import { inkOn } from '#ui/ink-on'

/** A round patch in the guest's colour with the initials, as others see them. */
export function GuestBadge({ name, color }: { name: string; color: string }) {
  return (
    <span
      aria-hidden
      className="inline-grid size-7 shrink-0 place-items-center rounded-full text-xs leading-none font-semibold"
      style={{ backgroundColor: color, color: inkOn(color) }}
    >
      {initials(name)}
    </span>
  )
}
