import { initialOf } from '#features/guests/guest-names'
import { inkOn } from '#ui/ink-on'

/** A round patch in the guest's colour with the first letter of the name. */
export function GuestBadge({ name, color }: { name: string; color: string }) {
  return (
    <span
      aria-hidden
      className="inline-grid size-7 shrink-0 place-items-center rounded-full text-sm leading-none font-semibold"
      style={{ backgroundColor: color, color: inkOn(color) }}
    >
      {initialOf(name)}
    </span>
  )
}
