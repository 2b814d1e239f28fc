import type { Formats } from '#features/editor/binding/letter-formats'
import { commentMarkName } from '#schema/marks/comment'

/** Those of a letter's formats that say what it is commented by. */
export function commentsIn(formats: Formats): Formats {
  const names = Object.keys(formats).filter(
    (name) => name === commentMarkName || name.startsWith(`${commentMarkName}--`),
  )
  return Object.fromEntries(names.map((name) => [name, formats[name]]))
}

/** Those comments that there were and are not any more; null stands for none. */
export function missingFrom(are: Formats, were: Formats): Formats {
  return Object.fromEntries(Object.entries(were).filter(([name, value]) => value !== null && !(name in are)))
}
