import { loadConfig, ConfigError } from '#config/load-config'
import { Failure, exitCodes, runScript } from '../prepare/failure.mjs'
import { copyStore } from './copy-store.ts'
import type { OnProgress } from './copy-contents.ts'
import { wordsOf } from './words.ts'

// `node scripts/copy-store/run-copy-store.ts to-postgres|to-folder`; settings from the environment.

const betweenLinesMs = 2_000

function readConfig() {
  try {
    return loadConfig(process.env)
  } catch (error) {
    if (error instanceof ConfigError) throw new Failure(error.message, exitCodes.settings)
    throw error
  }
}

await runScript(async () => {
  const words = wordsOf(process.env)
  const [direction, ...rest] = process.argv.slice(2)
  if ((direction !== 'to-postgres' && direction !== 'to-folder') || rest.length > 0)
    throw new Failure(words.usage, 64)
  let saidAt = 0
  const onProgress: OnProgress = (step, done, all) => {
    const now = performance.now()
    if (done < all && now - saidAt < betweenLinesMs) return
    saidAt = now
    console.log(words.steps[step](done, all))
  }
  await copyStore(readConfig(), direction, { words, say: (line) => console.log(line), onProgress })
})
