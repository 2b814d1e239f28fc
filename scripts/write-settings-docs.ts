import { writeFileSync } from 'node:fs'

import { settingsFiles } from './settings-docs/settings-files.ts'

// `npm run settings-docs`, after a change of the table in config/options.ts.
for (const { file, now, wanted } of settingsFiles()) {
  if (now === wanted) continue
  writeFileSync(file, wanted)
  console.log(`wrote ${file}`)
}
