import { expect, it } from 'vitest'

import { JoinedWork } from '#features/documents/server/joined-work'
import { Turns } from '#features/documents/server/turns'

/** Work that ends when it is told to, and says which time it was done. */
function joinedWork(waitingEach = 9) {
  const turns = new Turns({ atOnce: 1, each: 1, waiting: waitingEach, waitingEach })
  const joined = new JoinedWork<number | 'tooMany'>()
  const ends: (() => void)[] = []
  let done = 0
  const ask = (key: string) =>
    joined.join(
      key,
      (work) => turns.take('somebody', work),
      async () => {
        const time = ++done
        await new Promise<void>((resolve) => ends.push(resolve))
        if (key === 'broken') throw new Error('broken')
        return time
      },
    )
  return { ask, end: () => ends.shift()?.() }
}

it('is done once for all who came before it began, and again for those who came later', async () => {
  const { ask, end } = joinedWork()
  const asked = ['a', 'a', 'a', 'b', 'a'].map(ask)
  end()
  expect(await asked[0]).toBe(1)
  const late = ask('a')
  end()
  expect(await Promise.all([asked[1], asked[2], asked[4]])).toEqual([2, 2, 2])
  end()
  expect(await asked[3]).toBe(3)
  end()
  expect(await late).toBe(4)
})

it('is asked for anew where it failed, or where too many waited', async () => {
  const { ask, end } = joinedWork(1)
  const [first, broken] = [ask('a'), ask('broken')]
  expect(await ask('b')).toBe('tooMany')
  end()
  await first
  const joinedLate = ask('b')
  end()
  await expect(broken).rejects.toThrow('broken')
  end()
  expect(await joinedLate).toBe(3)
})
