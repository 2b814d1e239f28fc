/** What both databases know how to say: PostgreSQL's text has no NUL, and whoever writes bytes by hand can bring one. */
export function sayable(text: string): string {
  return text.replaceAll('\0', '\uFFFD')
}
