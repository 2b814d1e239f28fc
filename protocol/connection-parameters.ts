/**
 * Query parameters of the upgrade request (PROTOCOL H2). Stock clients send none of them.
 * `token`: a document token; `schema`: the integer schema version the client edits with; `acks`:
 * `1` asks for acknowledgements.
 */
export const connectionParameter = { token: 'token', schema: 'schema', acks: 'acks' } as const
