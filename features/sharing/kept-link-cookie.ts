/** Holds the secret of the link by which a browser came, while its person signs in; sent to `/s` alone. */
export const keptLinkCookie = 'pliego.link'

/** Long enough to make an account. */
export const keptLinkMaxAgeS = 60 * 60
