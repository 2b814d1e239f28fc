import { expect, it } from 'vitest'

import { toPostgres } from '#storage/postgres/to-postgres'

it('numbers parameters by place, but for what is in quotes', () => {
  expect(toPostgres(`select '?' from a where "b?" = ? and c = ?`)).toEqual({
    text: `select '?' from a where "b?" = $1 and c = $2`,
    names: null,
  })
})

it('gives a name one number, however often it is used', () => {
  expect(toPostgres('select @a, @b, @a from c').text).toBe('select $1, $2, $1 from c')
  expect(toPostgres('select @a, @b, @a from c').names).toEqual(['a', 'b'])
})

it('keeps the capitals of names, and none are words in quotes', () => {
  expect(toPostgres(`select a_b as aB, "cD", 'it''s eF' from json_each(@ids)`).text).toBe(
    `select a_b as "aB", "cD", 'it''s eF' from each_value($1)`,
  )
})
