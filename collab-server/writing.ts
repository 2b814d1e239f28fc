import { can, type Role } from '#access/roles'

/** What becomes of somebody's updates: taken, taken if they only suggest, or dropped. */
export type Writing = 'free' | 'suggestions' | 'none'

export function writingOf(role: Role): Writing {
  if (can(role, 'write')) return 'free'
  return can(role, 'suggest') ? 'suggestions' : 'none'
}
