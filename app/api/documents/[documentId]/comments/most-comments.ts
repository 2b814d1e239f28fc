/** In a document: more than anybody finds their way in. */
export const mostThreads = 2_000
/** In one: more than anybody reads; every change of one is sent whole. */
export const mostCommentsOfThread = 500
