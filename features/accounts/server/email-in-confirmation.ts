/**
 * The address that the link of a mail is about, in lower case; undefined where it is no such link. Whether it is
 * genuine says the library of accounts alone.
 */
export function emailInConfirmation(token: unknown): string | undefined {
  if (typeof token !== 'string') return undefined
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')
    const { email } = JSON.parse(payload) as { email?: unknown }
    return typeof email === 'string' ? email.toLowerCase() : undefined
  } catch {
    return undefined
  }
}
