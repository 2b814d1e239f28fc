/** The session cookie's name without `__Secure-`, which the library of accounts puts before it on https. */
export const sessionCookie = 'pliego.session_token'

export const dayS = 24 * 60 * 60

/** Without a visit for so long, one has to sign in again. */
export const sessionMaxAgeS = 60 * dayS
