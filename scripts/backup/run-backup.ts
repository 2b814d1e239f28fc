import { loadConfig, ConfigError } from '#config/load-config'
import { Failure, runScript } from '../prepare/failure.mjs'
import { makeBackup } from './make-backup.ts'
import { restoreBackup } from './restore-backup.ts'

// `node scripts/backup/run-backup.ts backup|restore <folder>`; settings from the environment.

const usage =
  'npm run backup -- <folder>: where the backup goes; a new folder, or one in which it becomes one named by its time.\nnpm run restore -- <backup>: makes DATA_DIR of it, which must be empty or not there.'

function readConfig() {
  try {
    return loadConfig(process.env)
  } catch (error) {
    if (error instanceof ConfigError) throw new Failure(error.message, 78)
    throw error
  }
}

await runScript(async () => {
  const [verb, folder, ...rest] = process.argv.slice(2)
  if (folder === undefined || rest.length > 0) throw new Failure(usage, 64)
  const config = readConfig()
  if (verb === 'restore') {
    const { moment, files } = await restoreBackup(folder, config.dataDir)
    console.log(`Restored into ${config.dataDir}: ${files.length} files, as of ${moment}.`)
    return 0
  }
  const { folder: made, moment, fileCount, bytes, problems } = await makeBackup(config, folder)
  for (const problem of problems)
    console.error(`The data folder is damaged, and so is this in the backup: ${problem}`)
  console.log(`Backed up to ${made}: ${fileCount} files, ${(bytes / 1e6).toFixed(1)} MB.`)
  console.log(`Everything saved by ${moment} is in it.`)
  return problems.length > 0 ? 1 : 0
})
