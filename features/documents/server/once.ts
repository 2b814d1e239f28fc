/** Makes a thing at the first call and gives the same one ever after; a failure is tried again. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
