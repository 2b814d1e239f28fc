import type { Pass, Report, ServerView } from '#features/doctor/report'
import { trialTimings, tryFallback, tryWebSocket, type TrialTimings } from '#features/doctor/try-echo'
import { echoPath } from '#protocol/echo'

export type Instruments = {
  /** Where the app looks around, `/api/doctor`. */
  askUrl: string
  /** Without the path of the echo. */
  socketUrl: (collab: Pass['collab']) => string
  Socket: typeof WebSocket
  /** What takes its place by HTTP; `way` says afterwards whether answers are held back. */
  fallback: () => { Socket: typeof WebSocket; way: { readonly buffers: boolean } }
  timings?: TrialTimings
}

type Answer = { server: ServerView; pass: Pass }

/** Goes through the connection step by step and tells the report as it grows; resolves with the whole of it. */
export async function lookInto(instruments: Instruments, onNews: (report: Report) => void): Promise<Report> {
  const { askUrl, socketUrl, Socket, fallback, timings = trialTimings } = instruments
  const began = performance.now()
  const answer = await ask(askUrl)
  if (!answer) {
    const report: Report = { server: null }
    onNews(report)
    return report
  }
  const seen: Report = { server: answer.server, httpMs: Math.round(performance.now() - began) }
  onNews(seen)
  const { token, collab } = answer.pass
  const base = socketUrl(collab)
  const url = `${base}/${echoPath}?pass=${encodeURIComponent(token)}`
  const other = fallback()
  const [webSocket, byHttp] = await Promise.all([
    tryWebSocket(Socket, url, timings),
    tryFallback(other.Socket, url, timings),
  ])
  const report: Report = {
    ...seen,
    browser: { url: base, webSocket, fallback: { ...byHttp, heldBack: other.way.buffers } },
  }
  onNews(report)
  return report
}

async function ask(url: string): Promise<Answer | null> {
  try {
    const response = await fetch(url, { method: 'POST', cache: 'no-store' })
    return response.ok ? ((await response.json()) as Answer) : null
  } catch {
    return null
  }
}
