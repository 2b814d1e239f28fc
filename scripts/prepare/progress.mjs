// @ts-check

/**
 * Shows that a step is at work: one line rewritten each second on a terminal, else a line now and
 * then, so that a log stays short.
 * @template T
 * @param {string} title e.g. "Installing dependencies"
 * @param {(show: (detail: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(title, work) {
  const terminal = process.stdout.isTTY
  const startedAt = Date.now()
  let detail = ''
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`
  const line = () => [title, detail, seconds()].filter(Boolean).join(' · ')
  const draw = () =>
    process.stdout.write(terminal ? `\r\x1b[2K${line().slice(0, process.stdout.columns - 1)}` : `${line()}\n`)
  process.stdout.write(terminal ? title : `${title}\n`)
  const timer = setInterval(draw, terminal ? 1000 : 10_000)
  try {
    const result = await work((text) => {
      detail = text
    })
    detail = 'done'
    return result
  } catch (error) {
    detail = 'failed'
    throw error
  } finally {
    clearInterval(timer)
    draw()
    if (terminal) process.stdout.write('\n')
  }
}
