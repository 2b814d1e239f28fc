/** Names of the shared types at the top of every document's Y.Doc. */
export const documentField = {
  /** Y.XmlFragment: the body. */
  body: 'default',
  /** Y.Map: what is said about the document, see `metaKey`. */
  meta: 'meta',
} as const

/**
 * Keys of the `meta` map. `title`: string, present once somebody has written a title by hand. Those of the page
 * setup are in `page-setup.ts`.
 */
export const metaKey = { title: 'title' } as const
