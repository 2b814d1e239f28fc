'use client'
import { DoctorView } from '#features/doctor/doctor-view.tsx'
import type { Instruments } from '#features/doctor/look-into'
import { collabServerUrl } from '#features/editor/collab-url'
import { httpSocket } from '#features/editor/session/http-socket'

/** The doctor with the editor's own ways to the server. */
export function Doctor() {
  const instruments: Instruments = {
    askUrl: '/api/doctor',
    socketUrl: (collab) => collabServerUrl(window.location, collab),
    // Not there yet where the server draws this; the look begins in the browser.
    Socket: globalThis.WebSocket,
    fallback: () => {
      const way = { buffers: false }
      return { Socket: httpSocket('/api/tunnel', way), way }
    },
  }
  return <DoctorView instruments={instruments} />
}
