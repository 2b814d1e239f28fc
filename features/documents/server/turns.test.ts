import { expect, it } from 'vitest'

import { Turns } from '#features/documents/server/turns'

/** Work that ends when it is told to. */
function heavyWork(turns: Turns) {
  const begun: string[] = []
  const ends: (() => void)[] = []
  const ask = (asker: string) =>
    turns.take(asker, async () => {
      begun.push(asker)
      await new Promise<void>((resolve) => ends.push(resolve))
      return asker
    })
  return { begun, ask, end: () => ends.shift()?.() }
}

it('so much is done at once, the rest in its turn', async () => {
  const { begun, ask, end } = heavyWork(new Turns({ atOnce: 2, each: 2, waiting: 9, waitingEach: 9 }))
  const asked = ['a', 'b', 'c', 'd'].map(ask)
  expect(begun).toEqual(['a', 'b'])
  end()
  expect(await asked[0]).toBe('a')
  expect(begun).toEqual(['a', 'b', 'c'])
  for (const answer of asked) {
    end()
    end()
    await answer
  }
  expect(await Promise.all(asked)).toEqual(['a', 'b', 'c', 'd'])
})

it('one asker leaves room for others, who pass those who wait', async () => {
  const { begun, ask, end } = heavyWork(new Turns({ atOnce: 3, each: 1, waiting: 9, waitingEach: 1 }))
  const [first, second] = [ask('a'), ask('a')]
  expect(await ask('a')).toBe('tooMany')
  const other = ask('b')
  expect(begun).toEqual(['a', 'b'])
  end()
  await first
  expect(begun).toEqual(['a', 'b', 'a'])
  end()
  end()
  expect(await Promise.all([second, other])).toEqual(['a', 'b'])
})

it('where too many wait, nobody else does; and work that fails gives its turn on', async () => {
  const turns = new Turns({ atOnce: 1, each: 1, waiting: 1, waitingEach: 1 })
  const failing = turns.take('a', () => Promise.reject(new Error('broken')))
  const next = turns.take('b', () => Promise.resolve(7))
  expect(await turns.take('c', () => Promise.resolve(8))).toBe('tooMany')
  await expect(failing).rejects.toThrow('broken')
  expect(await next).toBe(7)
  expect(await turns.take('c', () => Promise.resolve(8))).toBe(8)
})
