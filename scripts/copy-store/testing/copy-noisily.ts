import { copyStore } from '../copy-store.ts'
import { wordsOf } from '../words.ts'

// `node copy-noisily.ts to-postgres|to-folder` for tests: a line for each few documents, in which it can be killed.

const [direction] = process.argv.slice(2)
await copyStore(
  { dataDir: process.env.DATA_DIR ?? '', databaseUrl: process.env.DATABASE_URL },
  direction === 'to-folder' ? direction : 'to-postgres',
  {
    words: wordsOf({}),
    say: (line) => console.log(line),
    onProgress: (step, done, all) => console.log(`${step} ${done} ${all}`),
    batchDocuments: Number(process.env.BATCH_DOCUMENTS),
  },
)
