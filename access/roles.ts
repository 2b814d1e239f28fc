/** From least to most; each role includes what those before it may do. */
export const roles = ['viewer', 'commenter', 'suggester', 'editor', 'owner'] as const

export type Role = (typeof roles)[number]

/** `history`: to look into what a document once held, which those who only read it were perhaps never to see. */
export type Action = 'read' | 'chat' | 'comment' | 'suggest' | 'write' | 'history' | 'manage'

const leastRole: Readonly<Record<Action, Role>> = {
  read: 'viewer',
  chat: 'commenter',
  comment: 'commenter',
  suggest: 'suggester',
  write: 'editor',
  history: 'editor',
  manage: 'owner',
}

export function isRole(value: unknown): value is Role {
  return roles.some((role) => role === value)
}

/** The one answer to "may this role do that", for the interface and the servers alike. */
export function can(role: Role, action: Action): boolean {
  return roles.indexOf(role) >= roles.indexOf(leastRole[action])
}

/** The one of several that may do the most; null where there is none. */
export function strongestRole(given: readonly Role[]): Role | null {
  return roles.findLast((role) => given.includes(role)) ?? null
}

/** The one of two that may do less. */
export function weakerRole(one: Role, other: Role): Role {
  return roles.indexOf(one) < roles.indexOf(other) ? one : other
}
