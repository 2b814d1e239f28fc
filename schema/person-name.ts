const maxNameLength = 200
// Control characters of C0, DEL and C1.
// oxlint-disable-next-line no-control-regex
const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/

/** Whether something is a name as it may stand after an @: 1 to 200 UTF-16 units that every database can keep and seek. */
export function isPersonName(name: unknown): name is string {
  return (
    typeof name === 'string' &&
    name !== '' &&
    name.length <= maxNameLength &&
    name.isWellFormed() &&
    !controlCharacter.test(name)
  )
}
