import type { Role } from '#access/roles'

/** What a link or the address can give, from most to least: everything but ownership. */
export const linkRoles = ['editor', 'suggester', 'commenter', 'viewer'] as const satisfies readonly Role[]

export type LinkRole = (typeof linkRoles)[number]

export function isLinkRole(value: unknown): value is LinkRole {
  return linkRoles.some((role) => role === value)
}
