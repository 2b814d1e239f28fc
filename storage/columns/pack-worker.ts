import { parentPort } from 'node:worker_threads'

import { packRun, unpackRun, type PackedRun } from '#storage/columns/pack-run'
import { own } from '#storage/packed-updates'
import { answerCalls, type Reply } from '#storage/worker-calls'

const methods = {
  pack: ({ documentId, run }: { documentId: string; run: Uint8Array }): Reply<PackedRun> => {
    const packed = packRun(documentId, run)
    const bytes = own(packed.bytes)
    return { value: { ...packed, bytes }, transfer: [bytes.buffer] }
  },
  unpack: ({ format, bytes }: { format: number; bytes: Uint8Array }): Reply<Uint8Array> => {
    const run = own(unpackRun(format, bytes))
    return { value: run, transfer: [run.buffer] }
  },
}

export type PackWorkerMethods = typeof methods

if (parentPort) answerCalls(parentPort, methods)
