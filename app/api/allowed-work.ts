import 'server-only'
import type { NextRequest } from 'next/server'

import { appServices } from '#features/documents/server/app-services'
import { once } from '#features/documents/server/once'
import { clientAddress } from '#features/documents/server/same-origin'
import { WorkLimits, type WorkKind } from '#features/documents/server/work-limits'

const leastBytes = 64 << 10

/** Of this process. */
const workLimits = once(() => new WorkLimits())

/** Whether whoever asks may have so much more of this done now; counted, if so. */
export function isAllowedWork(request: NextRequest, kind: WorkKind, amount = 1): boolean {
  const address = clientAddress(request.headers, appServices().config)
  // Next tells one of every request that came over the network.
  return address === '' || workLimits().take(kind, address, Date.now(), amount)
}

/** The same for bytes that stay; what is tiny is a file none the less. */
export function isAllowedUpload(request: NextRequest, bytes: number): boolean {
  return isAllowedWork(request, 'uploadedBytes', Math.max(bytes, leastBytes))
}
