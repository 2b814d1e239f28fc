import { expect, it } from 'vitest'

import { can, isRole, roles, strongestRole, weakerRole, type Action, type Role } from '#access/roles'

it.each<[Action, string]>([
  ['read', 'viewer commenter suggester editor owner'],
  ['chat', 'commenter suggester editor owner'],
  ['comment', 'commenter suggester editor owner'],
  ['suggest', 'suggester editor owner'],
  ['write', 'editor owner'],
  ['history', 'editor owner'],
  ['manage', 'owner'],
])('%s is allowed to: %s', (action, allowed) => {
  expect(roles.filter((role) => can(role, action)).join(' ')).toBe(allowed)
})

it('knows a role from anything else', () => {
  expect(roles.every((role) => isRole(role))).toBe(true)
  for (const other of ['', 'Editor', 'admin', null, undefined, 1, ['editor'], 'constructor']) {
    expect(isRole(other)).toBe(false)
  }
})

it.each<[Role[], Role | null]>([
  [[], null],
  [['viewer'], 'viewer'],
  [['suggester', 'viewer', 'commenter'], 'suggester'],
  [['editor', 'owner', 'viewer'], 'owner'],
])('of %j the strongest is %s', (given, strongest) => {
  expect(strongestRole(given)).toBe(strongest)
})

it.each<[Role, Role, Role]>([
  ['owner', 'viewer', 'viewer'],
  ['viewer', 'owner', 'viewer'],
  ['commenter', 'commenter', 'commenter'],
  ['commenter', 'suggester', 'commenter'],
])('of %s and %s the weaker is %s', (one, other, weaker) => {
  expect(weakerRole(one, other)).toBe(weaker)
})
