// @ts-check

/**
 * Whether a path of the context is left out by a .dockerignore, of which names, paths, `*` and a leading `**` are
 * understood.
 * @param {string} text
 * @returns {(relativePath: string) => boolean}
 */
export function dockerIgnore(text) {
  const patterns = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(toExpression)
  return (relativePath) => patterns.some((pattern) => pattern.test(relativePath))
}

/** @param {string} pattern */
function toExpression(pattern) {
  const [anywhere, path] = pattern.startsWith('**/') ? ['(?:.*/)?', pattern.slice(3)] : ['', pattern]
  const escaped = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')
  return new RegExp(`^${anywhere}${escaped}(?:/|$)`)
}
