/** The longest choice of pairs whose old indexes rise (patience sorting). */
export function longestRising<T extends { oldIndex: number }>(pairs: readonly T[]): T[] {
  const tails: number[] = []
  const previous: number[] = []
  pairs.forEach(({ oldIndex }, index) => {
    let [low, high] = [0, tails.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((pairs[tails[middle] ?? 0]?.oldIndex ?? 0) < oldIndex) low = middle + 1
      else high = middle
    }
    previous[index] = low > 0 ? (tails[low - 1] ?? -1) : -1
    tails[low] = index
  })
  const chosen: T[] = []
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    const pair = pairs[index]
    if (pair) chosen.push(pair)
  }
  return chosen.toReversed()
}
