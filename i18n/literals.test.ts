import { globSync, readFileSync } from 'node:fs'
import { parseAst } from 'vitest/node'
import { expect, test } from 'vitest'

/** Attributes that people see or hear. */
const saying: ReadonlySet<string> = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'hint',
  'label',
  'placeholder',
  'title',
])

/** What is the same in every language. */
const names: ReadonlySet<string> = new Set(['Pliego', 'https://', String.raw`\frac{a}{b}`])

type Syntax = { readonly type: string; readonly [key: string]: unknown }

function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && typeof (value as Syntax).type === 'string'
}

function nameOf(element: Syntax): unknown {
  return (element['openingElement'] as { name: { name?: unknown } }).name.name
}

/** Everything a component says that does not come from the messages. */
function literals(source: string): string[] {
  const found: string[] = []
  const say = (text: unknown) => {
    const words = typeof text === 'string' ? text.trim() : ''
    if (/\p{L}{2}/u.test(words) && !names.has(words)) found.push(words)
  }
  const sayAll = (value: unknown) => {
    if (!isSyntax(value)) return
    if (value.type === 'Literal') say(value['value'])
    if (value.type === 'TemplateLiteral') {
      for (const { value: part } of value['quasis'] as { value: { cooked: string } }[]) say(part.cooked)
    }
    if (value.type === 'ConditionalExpression') [value['consequent'], value['alternate']].forEach(sayAll)
    if (value.type === 'LogicalExpression') [value['left'], value['right']].forEach(sayAll)
    if (value.type === 'JSXExpressionContainer') sayAll(value['expression'])
  }
  const visit = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(visit)
    if (!isSyntax(value)) return
    if (value.type === 'JSXText') say(value['value'])
    if (value.type === 'JSXAttribute') {
      const { name } = value['name'] as { name: string }
      if (saying.has(name)) sayAll(value['value'])
    }
    // Rules are no words.
    if (value.type === 'JSXElement' && nameOf(value) === 'style') return
    if (value.type === 'JSXElement' || value.type === 'JSXFragment') {
      ;(value['children'] as unknown[]).forEach((child) => {
        if (isSyntax(child) && child.type === 'JSXExpressionContainer') sayAll(child)
      })
    }
    Object.values(value).forEach(visit)
  }
  visit(parseAst(source, { lang: 'tsx' }))
  return found
}

test('words in a component are found, wherever they stand', () => {
  expect(
    literals(
      `export const A = ({ b }: { b: boolean }) => <p title="Uno" className="grid">Dos {b ? 'Tres' : t('x')} {b && \`Cuatro \${c}\`}<Pliego/>Pliego<style>{'body{color:red}'}</style></p>`,
    ).toSorted(),
  ).toEqual(['Cuatro', 'Dos', 'Tres', 'Uno'])
})

test('every word that people see comes from the messages', () => {
  const files = globSync('{app,features,ui}/**/*.tsx').filter((file) => !file.endsWith('.test.tsx'))
  expect(files.length).toBeGreaterThan(100)
  const found = files.flatMap((file) =>
    literals(readFileSync(file, 'utf8')).map((words) => `${file}: ${words}`),
  )
  expect(found).toEqual([])
})
