import { writeFileSync } from 'node:fs'

import { readFigures } from './figures.ts'
import { sizingPages } from './pages.ts'
import { checkTable, personTable, sizeTable } from './tables.ts'

// `node bench/sizing/main.ts`: prints the tables; with --write, puts them into docs/sizing.md and docs/dimensionado.md.

if (process.argv.includes('--write')) {
  for (const { file, wanted } of sizingPages()) writeFileSync(file, wanted)
} else {
  const figures = readFigures()
  console.log([personTable, checkTable, sizeTable].map((make) => make(figures, 'en')).join('\n\n'))
}
