/** Waits until something holds, looking every few milliseconds. @throws what it last threw. */
export async function eventually(
  check: () => void | Promise<void>,
  { withinMs = 8_000, everyMs = 10 } = {},
): Promise<void> {
  const end = performance.now() + withinMs
  for (;;) {
    try {
      await check()
      return
    } catch (error) {
      if (performance.now() > end) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
