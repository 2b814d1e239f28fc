/**
 * The pictures in a rich text, as `data:` URLs in their order. Word's HTML names its pictures as files on the
 * disk of whoever copied, and only the rich text beside it has their bytes, in hexadecimal.
 */
export function rtfImages(rtf: string): string[] {
  const images: string[] = []
  for (const { index } of rtf.matchAll(/\{\\pict\b/g)) {
    const group = withoutGroups(rtf, index)
    const type = group.includes('\\pngblip')
      ? 'image/png'
      : group.includes('\\jpegblip')
        ? 'image/jpeg'
        : null
    const bare = group.replaceAll(/\\[a-z]+-?\d* ?/gi, ' ')
    const hex = /([\da-f\s]{16,})$/i.exec(bare)?.[1]?.replaceAll(/\s/g, '') ?? ''
    // Each picture comes once more in a form for programs that do not know these.
    if (type === null || hex === '') continue
    images.push(`data:${type};base64,${base64Of(hex)}`)
  }
  return images
}

/** The text of the group that starts here, without the groups in it. */
function withoutGroups(rtf: string, from: number): string {
  const brace = /[{}]/g
  brace.lastIndex = from
  let [depth, text, at] = [0, '', from]
  for (let found = brace.exec(rtf); found; found = brace.exec(rtf)) {
    if (depth === 1) text += `${rtf.slice(at, found.index)} `
    depth += found[0] === '{' ? 1 : -1
    at = brace.lastIndex
    if (depth === 0) break
  }
  return text
}

function base64Of(hex: string): string {
  let bytes = ''
  for (let at = 0; at + 1 < hex.length; at += 2)
    bytes += String.fromCodePoint(Number.parseInt(hex.slice(at, at + 2), 16))
  return btoa(bytes)
}
