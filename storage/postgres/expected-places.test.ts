import { expect, test } from 'vitest'

import { ExpectedPlaces } from '#storage/postgres/expected-places'

const unavailable = expect.objectContaining({ code: 'unavailable' })

test('entries that follow what was loaded and appended are where they belong', () => {
  const places = new ExpectedPlaces()
  places.loaded('a', 5)
  expect(() => {
    places.placed([{ id: 'a', lastSequence: 7, added: 2 }])
    places.loaded('a', 7)
    places.placed([{ id: 'a', lastSequence: 8, added: 1 }])
    places.placed([{ id: 'new', lastSequence: 3, added: 3 }])
  }).not.toThrow()
})

test('what came behind entries of somebody else is told, until it is loaded again', () => {
  const places = new ExpectedPlaces()
  places.loaded('a', 5)
  const strange = [{ id: 'a', lastSequence: 7, added: 1 }]
  expect(() => places.placed(strange)).toThrow(unavailable)
  places.loaded('a', 7)
  places.placed([{ id: 'a', lastSequence: 8, added: 1 }])
})

test('somebody who only looks does not hide it from whoever writes', () => {
  const places = new ExpectedPlaces()
  places.loaded('a', 5)
  places.loaded('a', 6)
  expect(() => places.placed([{ id: 'a', lastSequence: 7, added: 1 }])).toThrow(unavailable)
})

test('a document that is removed and made again begins again', () => {
  const places = new ExpectedPlaces()
  places.loaded('a', 5)
  places.removed('a')
  expect(() => places.placed([{ id: 'a', lastSequence: 1, added: 1 }])).not.toThrow()
})
