/** Every way in which a handler says no, as HTTP. The body is a code; only the browser makes it a sentence. */
const refusals = {
  badRequest: 400,
  foreignOrigin: 403,
  guestUnknown: 401,
  accountNeeded: 403,
  wrongCredentials: 401,
  emailTaken: 409,
  notAnEmail: 400,
  passwordUnfit: 400,
  signUpClosed: 403,
  tokenUnknown: 400,
  alreadyConfirmed: 409,
  otherAccount: 403,
  onlyAdministrator: 409,
  otherAddress: 400,
  sessionUnknown: 404,
  passkeyUnknown: 404,
  passkeyFailed: 400,
  signInAgain: 403,
  forbidden: 403,
  gone: 404,
  linkUnknown: 404,
  trashed: 410,
  notTrashed: 409,
  passwordNeeded: 403,
  wrongPassword: 403,
  tooManyAttempts: 429,
  tooManyRequests: 429,
  tooManyLinks: 409,
  tooManyPeople: 409,
  ownAddress: 409,
  personUnknown: 404,
  alreadyOpen: 409,
  folderUnknown: 404,
  tooManyFolders: 409,
  imageTooBig: 413,
  fileTooBig: 413,
  notReadable: 422,
  notAnImage: 415,
  collabUnavailable: 503,
  diskFull: 507,
} as const

export type RefusalCode = keyof typeof refusals

export function refuse(code: RefusalCode): Response {
  return Response.json({ error: code }, { status: refusals[code], headers: { 'cache-control': 'no-store' } })
}
