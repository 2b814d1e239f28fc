export type CollabAddress = {
  /** `COLLAB_URL`, where an operator has set it; http and ws schemes mean the same. */
  url?: string
  /** `COLLAB_PORT`, for pages served over plain http. */
  port: number
}

/**
 * Where the browser finds the collab server, without the room: the address an operator gave, else the
 * page's own origin at `/collab` over https (a proxy in front of both), else the page's host at the
 * collab server's port.
 */
export function collabServerUrl(
  location: Pick<Location, 'protocol' | 'host' | 'hostname'>,
  collab: CollabAddress,
): string {
  if (collab.url) return collab.url.replace(/^http/, 'ws').replace(/\/+$/, '')
  if (location.protocol === 'https:') return `wss://${location.host}/collab`
  return `ws://${location.hostname}:${collab.port}`
}
