import { expect, it } from 'vitest'

import { roles } from '#access/roles'
import { modesFor } from '#features/suggestions/writing-mode'

it('lets everybody write as far as their role goes, and begins with the most', () => {
  expect(Object.fromEntries(roles.map((role) => [role, modesFor(role).join(' ')]))).toEqual({
    viewer: '',
    commenter: '',
    suggester: 'suggesting viewing',
    editor: 'editing suggesting viewing',
    owner: 'editing suggesting viewing',
  })
})
