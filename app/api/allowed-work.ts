import 'server-only'

import { networkOfAddress } from '#access/network-of-address'
import { appServices } from '#features/documents/server/app-services'
import { once } from '#features/documents/server/once'
import { clientAddress } from '#features/documents/server/same-origin'
import { Turns } from '#features/documents/server/turns'
import { WorkLimits, type WorkKind } from '#features/documents/server/work-limits'

/** A request, or a page's. */
type Asking = { readonly headers: Headers }

/** What a tiny file counts for. */
export const leastUploadBytes: number = 64 << 10

/** Files are made of documents in the one thread that answers everybody, and kept until they are sent. */
const exportTurns = once(() => new Turns({ atOnce: 2, each: 1, waiting: 40, waitingEach: 8 }))
/** A history is as long as all that was ever written, and in memory several times until it is packed. */
const historyTurns = once(() => new Turns({ atOnce: 2, each: 1, waiting: 40, waitingEach: 8 }))
/** Of files that come, the whole is in memory, and those who send slowly take their time. */
const importTurns = once(() => new Turns({ atOnce: 6, each: 2, waiting: 40, waitingEach: 8 }))
/** Hashing one takes 32 MB, and a tenth of a second of a core that Node has few threads for. */
const passwordTurns = once(() => new Turns({ atOnce: 2, each: 1, waiting: 100, waitingEach: 20 }))

/** Of this process. */
const workLimits = once(() => new WorkLimits())

/** Whether whoever asks may have so much more of this done now; counted, if so, for each thing it is `about` apart. */
export function isAllowedWork(request: Asking, kind: WorkKind, amount = 1, about = ''): boolean {
  const address = addressOf(request)
  // Next tells one of every request that came over the network.
  return address === '' || workLimits().take(kind, address, Date.now(), amount, about)
}

/** The same for bytes that stay; what is tiny is a file none the less. */
export function isAllowedUpload(request: Asking, bytes: number): boolean {
  return isAllowedWork(request, 'uploadedBytes', Math.max(bytes, leastUploadBytes))
}

/** Does what may hash the password of a link, when its turn comes. */
export async function inPasswordTurn<T>(request: Asking, work: () => Promise<T>): Promise<T | 'tooMany'> {
  return passwordTurns().take(networkOfAddress(addressOf(request)), work)
}

/** Makes a file of a document, when its turn comes. */
export async function inExportTurn<T>(request: Asking, work: () => Promise<T>): Promise<T | 'tooMany'> {
  return exportTurns().take(networkOfAddress(addressOf(request)), work)
}

/** Packs all that was ever written to a document, when its turn comes. */
export async function inHistoryTurn<T>(request: Asking, work: () => Promise<T>): Promise<T | 'tooMany'> {
  return historyTurns().take(networkOfAddress(addressOf(request)), work)
}

/** Makes a document of a file, when its turn comes. */
export async function inImportTurn<T>(request: Asking, work: () => Promise<T>): Promise<T | 'tooMany'> {
  return importTurns().take(networkOfAddress(addressOf(request)), work)
}

function addressOf({ headers }: Asking): string {
  return clientAddress(headers, appServices().config)
}
