/** Of a file's content as JSON that becomes a document, some 1,000 pages of text. */
export const maxContentBytes: number = 16 << 20
