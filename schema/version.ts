/**
 * The version of the document schema, raised with every node, mark or attribute that an older client
 * would delete because it does not know it. The collab server refuses clients below it (PROTOCOL H4).
 */
export const schemaVersion = 7
