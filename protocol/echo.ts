/** Where a connection can be tried without a document (PROTOCOL E), beneath the collab server's address; no room's name. */
export const echoPath = '~echo'

/** What the server says first. */
export const echoGreeting = 'here'
