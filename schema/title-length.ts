/** Of a document's title, in UTF-16 code units; longer ones are cut where they are read. */
export const maxTitleLength = 200
