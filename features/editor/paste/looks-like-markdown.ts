/** What tells Markdown from text, each with how surely. A lone sign may be anything, such as a shell's comment. */
const signs: readonly (readonly [RegExp, number])[] = [
  [/^#{1,6} +\S.*\n[ \t]*\n/gm, 2],
  [/^#{1,6} +\S/gm, 1],
  [/^(?:```|~~~)[\w+#.-]*[ \t]*$/gm, 1],
  [/^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*\|/gm, 2],
  [/!?\[[^\]\n]+\]\((?:https?:|mailto:|\/|#)[^)\n]*\)/g, 2],
  [/^[ \t]*[-*+] \[[ xX]\] /gm, 2],
  [/^[ \t]*[-*+] +\S/gm, 1],
  [/^[ \t]*\d{1,3}[.)] +\S/gm, 1],
  [/\*\*[^\s*][^*\n]*\*\*/g, 2],
  [/^\[\^[^\]\s]+\]: \S/gm, 2],
  [/^> ?\S/gm, 1],
  [/`[^`\n]+`/g, 1],
]

/** Whether pasted text is meant as Markdown. */
export function looksLikeMarkdown(text: string): boolean {
  const start = text.slice(0, 20_000).replaceAll('\r\n', '\n')
  let sureness = 0
  for (const [sign, weight] of signs) {
    sureness += (start.match(sign)?.length ?? 0) * weight
    if (sureness >= 2) return true
  }
  return false
}
