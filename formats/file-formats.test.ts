import { expect, it } from 'vitest'

import { fileNameOf } from '#formats/file-formats'

it.each([
  ['Informe de año nuevo', 'Informe de año nuevo.md'],
  ['a/b\\c: "d" <e>|f?*', 'a b c d e f.md'],
  ['../../etc/passwd', 'etc passwd.md'],
  ['  .oculto. ', 'oculto.md'],
  ['line\nbreak\u0000', 'line break.md'],
  ['CON', '_CON.md'],
  ['...', '_.md'],
  ['x'.repeat(300), `${'x'.repeat(100)}.md`],
])('%j is kept as %j', (title, name) => {
  expect(fileNameOf(title, 'md')).toBe(name)
})
