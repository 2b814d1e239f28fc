// @ts-check

/**
 * @typedef {{ line: number, name: string, flags: Record<string, string>, text: string }} Instruction
 *   `text`: what follows the flags, continued lines joined
 * @typedef {{ image: string, name: string | undefined, line: number, instructions: Instruction[] }} Stage
 */

/**
 * The stages of a Dockerfile, as far as ours goes: no heredocs, no ARG before FROM.
 * @param {string} text
 * @returns {Stage[]}
 * @throws {Error} for what stands before the first FROM
 */
export function readDockerfile(text) {
  /** @type {Stage[]} */
  const stages = []
  for (const { line, words } of logicalLines(text)) {
    const [, name = '', rest = ''] = /^(\w+)\s*(.*)$/s.exec(words) ?? []
    const instruction = { line, name: name.toUpperCase(), ...splitFlags(rest) }
    if (instruction.name === 'FROM') {
      const [image = '', , stageName] = instruction.text.split(/\s+/)
      stages.push({ image, name: stageName, line, instructions: [] })
      continue
    }
    const stage = stages.at(-1)
    if (!stage) throw new Error(`line ${line}: ${name} before FROM`)
    stage.instructions.push(instruction)
  }
  return stages
}

/**
 * Words of the exec form; undefined where it is none.
 * @param {string} text
 * @returns {string[] | undefined}
 */
export function execForm(text) {
  if (!text.trim().startsWith('[')) return undefined
  try {
    const words = JSON.parse(text)
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined
  } catch {
    return undefined
  }
}

/** @param {string} text */
function* logicalLines(text) {
  let words = ''
  let first = 0
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(line)) continue
    if (words === '') first = index + 1
    words += line.replace(/\\\s*$/, '').trim()
    if (/\\\s*$/.test(line)) words += ' '
    else {
      yield { line: first, words }
      words = ''
    }
  }
}

/** @param {string} rest */
function splitFlags(rest) {
  /** @type {Record<string, string>} */
  const flags = {}
  let text = rest
  for (;;) {
    const flag = /^--([\w-]+)(?:=(\S+))?\s+/.exec(text)
    if (!flag) return { flags, text }
    flags[flag[1] ?? ''] = flag[2] ?? ''
    text = text.slice(flag[0].length)
  }
}
