/** A small seeded generator (mulberry32), so that a failing run can be run again. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * The seed of this run: `SEED` of the environment, a new one for `SEED=new`, else always the same, so that a
 * test run says something of the change at hand. New seeds are for the long forms (`npm run faults`).
 */
export function chooseSeed(): number {
  const { SEED } = process.env
  if (SEED === 'new') return Math.floor(Math.random() * 2 ** 31)
  return Number(SEED ?? 1)
}
