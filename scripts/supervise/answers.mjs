// @ts-check

/**
 * Waits until a server answers a GET with anything but a fault of its own.
 * @param {string} url
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} false when aborted before
 */
export async function untilAnswers(url, signal) {
  while (!signal.aborted) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- asking again is the point
      const response = await fetch(url, {
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
      })
      // oxlint-disable-next-line no-await-in-loop
      await response.body?.cancel()
      if (response.status < 500) return true
    } catch {
      // Not listening yet: asked again below.
    }
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}
