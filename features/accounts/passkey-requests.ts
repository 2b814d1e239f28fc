import { askAuth, type AuthFailure } from '#features/accounts/auth-requests'

/** `cancelled` also where somebody took too long: browsers do not tell pages which of the two. */
export type PasskeyFailure = AuthFailure | 'cancelled' | 'passkeyPresent'

/** Whether this browser can make and use passkeys at this address: they belong to names, over https or at home. */
export function passkeysWork(): boolean {
  const isName = !/^[\d.]+$|:/.test(window.location.hostname)
  return isName && 'PublicKeyCredential' in window && 'parseCreationOptionsFromJSON' in PublicKeyCredential
}

/**
 * Under which tabs of this browser tell one another that they have asked for a passkey: the server knows one question a
 * browser, and whoever answers one of another tab is not let in.
 */
export const passkeyAskedKey = 'pliego_passkey_asked'

function tellOtherTabs(): void {
  try {
    window.localStorage.setItem(passkeyAskedKey, String(Date.now()))
  } catch {
    // Of a browser that forbids it: then one of several tabs must be asked a second time.
  }
}

/** Makes a passkey for whoever is signed in; null where it went well. */
export async function addPasskey(): Promise<PasskeyFailure | null> {
  tellOtherTabs()
  const answer = await askAuth('passkey/generate-register-options', {})
  if (typeof answer === 'string') return answer
  const options = (await answer.json()) as PublicKeyCredentialCreationOptionsJSON
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  return prove('passkey/verify-registration', () => navigator.credentials.create({ publicKey }))
}

/** Asks for a passkey at once; null where somebody is signed in by it. */
export async function signInByPasskey(): Promise<PasskeyFailure | null> {
  return getPasskey({})
}

/**
 * Lets the browser offer passkeys where it offers names it remembers, until aborted; null once somebody is signed in
 * by one. Only one request for a passkey at a time: this one must be aborted before another.
 */
export async function offerPasskeys(signal: AbortSignal): Promise<PasskeyFailure | null> {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable())) return 'cancelled'
  return signal.aborted ? 'cancelled' : getPasskey({ mediation: 'conditional', signal })
}

export async function renamePasskey(id: string, name: string): Promise<AuthFailure | null> {
  return failureOf(await askAuth('passkey/update-passkey', { id, name }))
}

export async function removePasskey(id: string): Promise<AuthFailure | null> {
  return failureOf(await askAuth('passkey/delete-passkey', { id }))
}

async function getPasskey(how: CredentialRequestOptions): Promise<PasskeyFailure | null> {
  tellOtherTabs()
  const answer = await askAuth('passkey/generate-authenticate-options', {})
  if (typeof answer === 'string') return answer
  const options = (await answer.json()) as PublicKeyCredentialRequestOptionsJSON
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  return prove('passkey/verify-authentication', () => navigator.credentials.get({ ...how, publicKey }))
}

async function prove(path: string, ask: () => Promise<Credential | null>): Promise<PasskeyFailure | null> {
  try {
    const credential = await ask()
    if (!(credential instanceof PublicKeyCredential)) return 'cancelled'
    return failureOf(await askAuth(path, { response: credential.toJSON() as unknown }))
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    if (name === 'NotAllowedError' || name === 'AbortError') return 'cancelled'
    if (name === 'InvalidStateError') return 'passkeyPresent'
    console.warn('A passkey could not be used', error)
    return 'passkeyFailed'
  }
}

const failureOf = (answer: Response | AuthFailure): AuthFailure | null =>
  typeof answer === 'string' ? answer : null
