/** The columns of the app's store, as Kysely knows them. */
export type AppTables = {
  documents: {
    id: string
    owner_id: string
    title: string | null
    excerpt: string
    search_text: string
    created_at: number
    changed_at: number
  }
  visits: { user_id: string; document_id: string; opened_at: number }
  images: {
    id: string
    document_id: string
    type: string
    byte_size: number
    width: number
    height: number
    created_at: number
  }
  /** One row, `projections`: how far the collab server's feed was read. */
  cursors: { name: string; value: string }
}
