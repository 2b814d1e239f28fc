/**
 * Goes to a place of a document, in answer to a press on a link to it. A page that does it by itself prevents what the
 * browser would do.
 */
export type OpenPlace = (documentId: string, place: string, event: { preventDefault: () => void }) => void
