const patienceMs = 3000

/** Whoever uses this browser next finds no documents in it, but for text that may be nowhere else. */
export async function forgetOwnCopies(): Promise<void> {
  try {
    const { forgetKeptDrafts } = await import('#features/comments/kept-drafts')
    forgetKeptDrafts()
    const [{ unsavedDocuments }, { forgetSavedCopies }] = await Promise.all([
      import('#features/editor/unsaved-documents'),
      import('#features/editor/forget-saved-copies'),
    ])
    // A browser may never answer, as while another tab keeps it from doing so.
    const late = new Promise((resolve) => setTimeout(resolve, patienceMs))
    await Promise.race([forgetSavedCopies(unsavedDocuments()), late])
  } catch (error) {
    // Signed out all the same; a browser without a database has no copies.
    console.warn('The copies on this device could not be deleted', error)
  }
}
