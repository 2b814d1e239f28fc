/** In blocks: some 40 pages. */
const longFrom = 400

/** Whether so many blocks at once are too much for a browser. */
export function isLong(blocks: number): boolean {
  return blocks >= longFrom
}
