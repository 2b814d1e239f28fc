import { expect, test } from 'vitest'

import { peopleNews } from '#features/editor/announcements/people-news'

const me = { id: 'me', name: 'Ana', isSelf: true }
const eva = { id: 'eva', name: 'Eva', isSelf: false }
const luis = { id: 'luis', name: 'Luis', isSelf: false }

test('tells who has come and who has gone, and never of oneself', () => {
  expect(peopleNews([], [me, eva])).toEqual({ come: [eva], gone: [] })
  expect(peopleNews([me, eva], [me, luis])).toEqual({ come: [luis], gone: [eva] })
  expect(peopleNews([me, eva], [eva])).toEqual({ come: [], gone: [] })
})

test('another name or colour is no news', () => {
  expect(peopleNews([me, eva], [me, { ...eva, name: 'Eva María' }])).toEqual({ come: [], gone: [] })
})
