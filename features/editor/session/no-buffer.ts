/** What stands in the browser for Node's Buffer, which lib0 names only in branches that Node takes. */
export const Buffer = undefined
