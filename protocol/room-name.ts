const tokenRoomName = /^[A-Za-z0-9_-]{1,128}$/
const maxOpenRoomNameBytes = 200
// Control characters of C0, DEL and C1.
// oxlint-disable-next-line no-control-regex
const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/

/** Whether a name is a room name in token mode, which is also the form of document ids (PROTOCOL H1). */
export function isTokenRoomName(name: string): boolean {
  return tokenRoomName.test(name)
}

/**
 * Whether an already once-decoded path is a room name in open mode: 1-200 bytes of UTF-8, no control
 * characters, and no empty, `.` or `..` segment (PROTOCOL H1).
 */
export function isOpenRoomName(name: string): boolean {
  if (name === '' || controlCharacter.test(name) || !name.isWellFormed()) return false
  if (new TextEncoder().encode(name).byteLength > maxOpenRoomNameBytes) return false
  return name.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..')
}
