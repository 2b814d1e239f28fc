/** What somebody waits for, and how long it took, which is printed. */
export async function timed(what: string, happening: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await happening()
  const tookMs = performance.now() - begun
  console.log(`${what}: ${tookMs.toFixed(0)} ms`)
  return tookMs
}
