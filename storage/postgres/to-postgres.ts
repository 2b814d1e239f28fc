/** A statement in PostgreSQL's words, and the names of its parameters in their order; null where they go by place. */
export type Translated = { readonly text: string; readonly names: readonly string[] | null }

/** What is said in quotes, a parameter, a name with capitals, or SQLite's way to go through a list. */
const pieces = /'(?:[^']|'')*'|"[^"]*"|--.*|@([A-Za-z]+)|\?|\b[a-z]\w*[A-Z]\w*|\bjson_each\(/g

/** A statement of the app's stores, see `SqlDatabase`. */
export function toPostgres(text: string): Translated {
  const names: string[] = []
  let places = 0
  const translated = text.replaceAll(pieces, (piece: string, name: string | undefined) => {
    if (name !== undefined) {
      if (!names.includes(name)) names.push(name)
      return `$${names.indexOf(name) + 1}`
    }
    if (piece === '?') return `$${++places}`
    // PostgreSQL has a function of this name, for objects.
    if (piece === 'json_each(') return 'each_value('
    // Unquoted it would lose its capitals.
    return /^[a-z]/.test(piece) ? `"${piece}"` : piece
  })
  return { text: translated, names: places > 0 ? null : names }
}
