import 'server-only'

import type { RefusalCode } from '../refusals.ts'

/** The library's codes of what a person can do something about. */
const codes: Readonly<Record<string, RefusalCode>> = {
  INVALID_EMAIL_OR_PASSWORD: 'wrongCredentials',
  USER_ALREADY_EXISTS: 'emailTaken',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'emailTaken',
  // Two at once: the second finds the address taken when its row is written.
  FAILED_TO_CREATE_USER: 'emailTaken',
  INVALID_EMAIL: 'notAnEmail',
  PASSWORD_TOO_SHORT: 'passwordUnfit',
  PASSWORD_TOO_LONG: 'passwordUnfit',
  INVALID_PASSWORD: 'wrongPassword',
  INVALID_TOKEN: 'tokenUnknown',
  TOKEN_EXPIRED: 'tokenUnknown',
  EMAIL_ALREADY_VERIFIED: 'alreadyConfirmed',
  SUSPENDED: 'suspended',
  PASSKEY_NOT_FOUND: 'passkeyUnknown',
  // Answered too late, twice, or not by the one it is.
  CHALLENGE_NOT_FOUND: 'passkeyFailed',
  AUTHENTICATION_FAILED: 'passkeyFailed',
  FAILED_TO_VERIFY_REGISTRATION: 'passkeyFailed',
  SESSION_NOT_FRESH: 'signInAgain',
  // Whose session has ended meanwhile, or who has no password.
  UNAUTHORIZED: 'guestUnknown',
}

/** An answer of the library that is no success, as one of our codes. @throws where the library itself failed */
export async function codeOfLibrary(answer: Response): Promise<RefusalCode> {
  const text = await answer.text()
  const code = codes[codeIn(text)]
  if (code === undefined && answer.status >= 500)
    throw new Error(`the library of accounts answered ${answer.status}: ${text}`)
  return code ?? 'badRequest'
}

function codeIn(text: string): string {
  try {
    const { code } = JSON.parse(text) as { code?: unknown }
    return typeof code === 'string' ? code : ''
  } catch {
    return ''
  }
}
