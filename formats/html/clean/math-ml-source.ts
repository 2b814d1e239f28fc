/** What is written otherwise in TeX, or means something else there. */
const signs: Readonly<Record<string, string>> = {
  '−': '-',
  '′': "'",
  '″': "''",
  '{': '\\{',
  '}': '\\}',
  '%': '\\%',
  '#': '\\#',
  '&': '\\&',
  _: '\\_',
  $: '\\$',
  '\\': '\\backslash ',
  '^': '\\text{\\textasciicircum}',
  '~': '\\text{\\textasciitilde}',
  // Between what is multiplied, applied or listed: for those who hear it.
  '\u2061': '',
  '\u2062': '',
  '\u2063': '',
  '\u200B': '',
}

/** Inside of `\text` some are called otherwise. */
const textSigns: Readonly<Record<string, string>> = {
  ...signs,
  '−': '−',
  '\\': '\\textbackslash ',
  '^': '\\textasciicircum ',
  '~': '\\textasciitilde ',
}

const functionName =
  /^(?:arccos|arcsin|arctan|arg|cos|cosh|cot|csc|deg|det|dim|exp|gcd|hom|inf|ker|lg|lim|ln|log|max|min|sec|sin|sinh|sup|tan|tanh)$/

const alphabets: Readonly<Record<string, string>> = {
  bold: 'mathbf',
  'double-struck': 'mathbb',
  fraktur: 'mathfrak',
  monospace: 'mathtt',
  'sans-serif': 'mathsf',
  script: 'mathcal',
}

const accents: Readonly<Record<string, string>> = {
  '^': 'hat',
  '~': 'tilde',
  '\u02DC': 'tilde',
  '\u00AF': 'bar',
  '\u203E': 'overline',
  '\u2192': 'vec',
  '\u20D7': 'vec',
  '\u02D9': 'dot',
  '\u00A8': 'ddot',
}

/**
 * TeX for MathML that came without its own: browsers leave that behind when a formula is copied. It draws the
 * same formula; how it was written cannot be known.
 */
export function mathMlSource(element: Element): string {
  const parts = [...element.children]
  const part = (index: number) => (parts[index] ? mathMlSource(parts[index]) : '')
  const group = (index: number) => braced(part(index))
  switch (element.localName) {
    case 'mi':
      return identifier(element)
    case 'mn':
      return letters(element)
    case 'mo':
      return letters(element)
    case 'mtext':
    case 'ms':
      return element.textContent?.trim() ? `\\text{${letters(element, textSigns)}}` : '\\ '
    case 'mspace':
      return Number.parseFloat(element.getAttribute('width') ?? '0') >= 1 ? '\\quad ' : '\\,'
    case 'msup':
      return `${base(part(0))}^${group(1)}`
    case 'msub':
      return `${base(part(0))}_${group(1)}`
    case 'msubsup':
    case 'munderover':
      return `${base(part(0))}_${group(1)}^${group(2)}`
    case 'munder':
      return isOperator(parts[0]) ? `${base(part(0))}_${group(1)}` : `\\underset${group(1)}${group(0)}`
    case 'mover':
      return over(parts, group)
    case 'mfrac':
      return (element.getAttribute('linethickness') ?? '').startsWith('0')
        ? `{${part(0)} \\atop ${part(1)}}`
        : `\\frac${group(0)}${group(1)}`
    case 'msqrt':
      return `\\sqrt{${parts.map(mathMlSource).join('')}}`
    case 'mroot':
      return `\\sqrt[${part(1)}]${group(0)}`
    case 'mfenced':
      return fenced(element, parts.map(mathMlSource))
    case 'mmultiscripts':
      return scripts(parts)
    case 'mtable':
      return `\\begin{matrix} ${parts.map(mathMlSource).join(' \\\\ ')} \\end{matrix}`
    case 'mtr':
      return parts.map(mathMlSource).join(' & ')
    case 'semantics':
      return part(0)
    case 'mphantom':
    case 'annotation':
    case 'annotation-xml':
      return ''
    default:
      return parts.map(mathMlSource).join('')
  }
}

function identifier(element: Element): string {
  const name = letters(element)
  const alphabet = alphabets[element.getAttribute('mathvariant') ?? '']
  if (alphabet) return `\\${alphabet}{${name}}`
  if (functionName.test(name)) return `\\${name} `
  return Array.from(name).length > 1 && !name.startsWith('\\') ? `\\mathrm{${name}}` : name
}

function letters(element: Element, names = signs): string {
  return spelled((element.textContent ?? '').trim(), names)
}

function spelled(text: string, names = signs): string {
  return Array.from(text, (letter) => names[letter] ?? letter).join('')
}

/** What grows with what it holds; a full stop stands for none. */
const fences: Readonly<Record<string, string>> = { '': '.', '{': '\\{', '}': '\\}', '‖': '\\|' }

function fenced(element: Element, parts: readonly string[]): string {
  const open = (element.getAttribute('open') ?? '(').trim()
  const close = (element.getAttribute('close') ?? ')').trim()
  const separators = Array.from((element.getAttribute('separators') ?? ',').replaceAll(/\s/g, ''), (sign) =>
    spelled(sign),
  )
  const inside = parts
    .map((part, index) => (index === 0 ? part : `${separators[index - 1] ?? separators.at(-1) ?? ''}${part}`))
    .join('')
  const [left, right] = [open, close].map(
    (sign) => fences[sign] ?? (/^[()[\]|/⟨⟩⌈⌉⌊⌋]$/.test(sign) ? sign : null),
  )
  return left && right
    ? `\\left${left} ${inside} \\right${right}`
    : `${spelled(open)}${inside}${spelled(close)}`
}

/** Pairs of what stands below and above: behind the base, and after `mprescripts` before it. */
function scripts([first, ...rest]: readonly Element[]): string {
  const middle = rest.findIndex(({ localName }) => localName === 'mprescripts')
  const behind = middle < 0 ? rest : rest.slice(0, middle)
  const before = middle < 0 ? [] : rest.slice(middle + 1)
  const pairs = (places: readonly Element[]) =>
    places.flatMap((below, index) => {
      if (index % 2 === 1) return []
      const above = places[index + 1]
      const [sub, sup] = [mathMlSource(below), above ? mathMlSource(above) : '']
      return [`${sub && `_${braced(sub)}`}${sup && `^${braced(sup)}`}`]
    })
  const held = base(first ? mathMlSource(first) : '')
  return `${pairs(before)
    .map((pair) => `{}${pair}`)
    .join('')}${held}${pairs(behind).join('{}')}`
}

function over(parts: readonly Element[], group: (index: number) => string): string {
  const accent = accents[parts[1]?.textContent?.trim() ?? '']
  if (accent) return `\\${accent}${group(0)}`
  return isOperator(parts[0]) ? `${group(0)}^${group(1)}` : `\\overset${group(1)}${group(0)}`
}

/** A sum, a limit: what stands above and below it are its bounds. */
function isOperator(element: Element | undefined): boolean {
  return /^(?:[∏∐∑∫∮⋀⋁⋂⋃]|lim|max|min|sup|inf)/.test(element?.textContent?.trim() ?? '')
}

const braced = (tex: string) => `{${tex.trim()}}`
/** One letter or name stands by itself; what is more must be held together. */
const base = (tex: string) => (/^(?:\\?[^\\{}\s^_]|\\[a-z]+) ?$/iu.test(tex) ? tex.trim() : braced(tex))
