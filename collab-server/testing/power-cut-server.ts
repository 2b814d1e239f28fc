import { ftruncateSync, openSync, writeSync } from 'node:fs'

import { startCollabServer } from '#collab-server/server'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'
import { diskFiles, type JournalFiles } from '#storage/journal/journal-files'

// A collab server that loses power: at one of its commits, of which only a part gets to the disk, it is gone
// without a trace of anything that was not synced. `DATA_DIR`, `CUT_AT` (which commit) and `SEED` say how.

const { DATA_DIR: dataDir = '', CUT_AT: cutAt = '0', PORT: port = '0', TEAR: tear = '0' } = process.env
const share = Number(tear)
let commits = 0

/** Leaves of a write what a power cut may: a first part to any byte, or all but one block somewhere. */
function tornWrite(file: string, bytes: Uint8Array, at: number): void {
  const fd = openSync(file, 'r+')
  const part = Math.floor(share * (bytes.byteLength + 1))
  if (commits % 2 === 0) {
    writeSync(fd, bytes, 0, part, at)
    // Of the file's length nothing was synced either.
    if (at + part > 1 << 20) ftruncateSync(fd, at + part)
    return
  }
  const gone = Math.floor((at + part) / 512) * 512
  const before = Math.max(0, Math.min(bytes.byteLength, gone - at))
  const after = Math.max(0, Math.min(bytes.byteLength, gone + 512 - at))
  writeSync(fd, bytes, 0, before, at)
  writeSync(fd, bytes, after, bytes.byteLength - after, at + after)
}

const files: JournalFiles = {
  async create(file, byteCount) {
    const made = await diskFiles.create(file, byteCount)
    return {
      close: () => made.close(),
      write: async (bytes, at) => {
        commits++
        if (commits === Number(cutAt)) {
          tornWrite(file, bytes, at)
          process.kill(process.pid, 'SIGKILL')
        }
        await made.write(bytes, at)
      },
    }
  },
}

const server = await startCollabServer({
  host: '127.0.0.1',
  port: Number(port),
  dataDir,
  access: { mode: 'open' },
  // Small, so that a cut also meets a journal on its way into the tables, and a change of files.
  openStore: (onCrash) =>
    JournaledDocumentUpdateStore.open(dataDir, { onCrash, files, segmentBytes: 8_192, drainBytes: 6_000 }),
})
console.log(JSON.stringify({ event: 'listening', port: server.port }))
