// @vitest-environment jsdom
import { renderToString } from 'katex'
import { describe, expect, it, onTestFinished, test, vi } from 'vitest'

import { formulas } from '#formats/html/clean/formulas'
import { plainTables } from '#formats/html/clean/tables'

const page = (html: string) => new DOMParser().parseFromString(html, 'text/html')

const source = (math: string) => {
  const { body } = page(math)
  formulas(body)
  return body.querySelector('[data-formula]')?.textContent
}

describe('formulas that came without their TeX', () => {
  it.each([
    ['<mfenced><mi>a</mi><mi>b</mi></mfenced>', String.raw`\left( a,b \right)`],
    [
      '<mfenced open="{" close="" separators=";,"><mn>1</mn><mn>2</mn><mn>3</mn><mn>4</mn></mfenced>',
      String.raw`\left\{ 1;2,3,4 \right.`,
    ],
    [
      '<mfenced open="⟨" close="|" separators=""><mi>x</mi><mi>y</mi></mfenced>',
      String.raw`\left⟨ xy \right|`,
    ],
    ['<msup><mfenced><mi>x</mi></mfenced><mn>2</mn></msup>', String.raw`{\left( x \right)}^{2}`],
    ['<mmultiscripts><mi>C</mi><mn>6</mn><none></none></mmultiscripts>', 'C_{6}'],
    [
      '<mmultiscripts><mi>R</mi><mi>i</mi><mi>j</mi><mi>k</mi><none></none><mprescripts></mprescripts><mn>6</mn><mn>14</mn></mmultiscripts>',
      '{}_{6}^{14}R_{i}^{j}{}_{k}',
    ],
    ['<mi>a</mi><mo>^</mo><mo>~</mo>', String.raw`a\text{\textasciicircum}\text{\textasciitilde}`],
    ['<mtext>a^b~\\c</mtext>', String.raw`\text{a\textasciicircum b\textasciitilde \textbackslash c}`],
  ])('%s', (inside, tex) => {
    expect(source(`<math>${inside}</math>`)).toBe(tex)
    expect(() => renderToString(tex, { throwOnError: true, strict: 'ignore' })).not.toThrow()
  })

  it.each(['', ' \n '])('an annotation of %j says nothing', (empty) => {
    const annotation = `<annotation encoding="application/x-tex">${empty}</annotation>`
    const math = `<semantics><mi>x</mi>${annotation}</semantics>`
    expect(source(`<math alttext="y">${math}</math>`)).toBe('y')
    expect(source(`<math alttext="${empty}">${math}</math>`)).toBe('x')
  })
})

test('the empty rows at the end of a long sheet are looked at once, and stay where cells span rows', () => {
  const rows = 1_000
  const { body } = page(`<table><tr><td>1</td></tr>${'<tr><td></td></tr>'.repeat(rows)}</table>`)
  // Counted, since taking rows out is slow by itself where these tests run.
  const looks = vi.spyOn(Element.prototype, 'querySelector')
  onTestFinished(() => looks.mockRestore())
  plainTables(body, true)
  expect(looks.mock.calls.length).toBeLessThan(3 * rows)
  expect(body.querySelectorAll('tr')).toHaveLength(1)

  const spanned = page('<table><tr><td rowspan="2">1</td></tr><tr></tr><tr><td></td></tr></table>')
  plainTables(spanned.body, true)
  expect(spanned.querySelectorAll('tr')).toHaveLength(3)
})
