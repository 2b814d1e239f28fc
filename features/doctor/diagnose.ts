import type { Dial, Report } from '#features/doctor/report'

/** Who is the likely culprit, worst first; sentences are in `doctor.json`. */
export type Culprit =
  | 'appSilent'
  | 'collabDown'
  | 'wrongOrigin'
  | 'wrongCollabUrl'
  | 'proxyAlone'
  | 'stripsUpgrade'
  | 'network'
  | 'portClosed'
  | 'buffers'
  | 'shortTimeout'
  | 'noFallback'

export const stepNames = [
  'http',
  'collab',
  'origin',
  'name',
  'tcp',
  'tls',
  'answer',
  'accept',
  'upgrade',
  'firstFrame',
  'echo',
  'silence',
  'close',
  'fallback',
  'streamed',
] as const
export type StepName = (typeof stepNames)[number]
/** `none`: it did not come to that, or there is no such step here. */
export type StepState = 'waiting' | 'good' | 'bad' | 'none'

export type Diagnosis = {
  readonly steps: Readonly<Record<StepName, StepState>>
  readonly culprits: readonly Culprit[]
}

/** Reads a report, whole or in the making. */
export function diagnose(report: Report): Diagnosis {
  return { steps: stepsOf(report), culprits: culpritsOf(report) }
}

const dialSteps = ['name', 'tcp', 'tls', 'answer', 'accept', 'firstFrame'] as const

/** Of what is null or undefined nothing is known, and it is not waited for either. */
function of(isGood: boolean | null | undefined): StepState {
  if (isGood === null || isGood === undefined) return 'none'
  return isGood ? 'good' : 'bad'
}

function stepsOf({ server, browser }: Report): Record<StepName, StepState> {
  const known = (isKnown: boolean, state: () => StepState): StepState => (isKnown ? state() : 'waiting')
  const here = server ?? undefined
  const outside = (step: (typeof dialSteps)[number]): StepState =>
    known(server !== undefined, () => stateOfDialStep(here?.outside?.dial, step, here?.outside?.url))
  const seen = (state: (view: NonNullable<Report['browser']>) => StepState): StepState =>
    browser ? state(browser) : 'waiting'
  return {
    http: known(server !== undefined, () => of(server !== null)),
    collab: known(server !== undefined, () => of(here && here.collab === 'ready')),
    origin: known(server !== undefined, () => of(here && (here.inside ? isOriginTaken(here) : null))),
    name: outside('name'),
    tcp: outside('tcp'),
    tls: outside('tls'),
    answer: outside('answer'),
    accept: outside('accept'),
    upgrade: seen(({ webSocket }) => of(webSocket.opened)),
    firstFrame: seen(({ webSocket }) => of(webSocket.opened ? webSocket.greeted : null)),
    echo: seen(({ webSocket }) => of(webSocket.greeted ? webSocket.echoMs !== null : null)),
    silence: seen(({ webSocket: { silence } }) => of(silence === null ? null : silence === 'lasted')),
    close: seen(({ webSocket }) => of(webSocket.closedCleanly)),
    fallback: seen(({ fallback }) => of(fallback.echoMs !== null)),
    streamed: seen(({ fallback }) => of(fallback.echoMs === null ? null : !fallback.heldBack)),
  }
}

function stateOfDialStep(
  dial: Dial | undefined,
  step: (typeof dialSteps)[number],
  url: string | undefined,
): StepState {
  if (!dial || (step === 'tls' && !url?.startsWith('wss:'))) return 'none'
  const reached = dialSteps.indexOf(dial.step)
  const at = dialSteps.indexOf(step)
  if (at > reached) return 'none'
  return at < reached || dial.ok ? 'good' : 'bad'
}

type Server = NonNullable<Report['server']>

/** Null where nobody can say: what is asked for at a wrong address is refused for that alone. */
function isOriginTaken({ inside, outside, takesOrigin }: Server): boolean | null {
  if (!takesOrigin || outside?.dial.status === 403) return false
  if (outside && culpritOfDial(outside.dial) === 'wrongCollabUrl') return null
  return inside && inside.status !== 403
}

function culpritsOf({ server, browser }: Report): Culprit[] {
  if (server === null) return ['appSilent']
  if (!server) return []
  if (server.collab !== 'ready') return ['collabDown']
  if (isOriginTaken(server) === false) return ['wrongOrigin']
  const culprits = new Set<Culprit>()
  const outside = server.outside && culpritOfDial(server.outside.dial)
  if (outside) culprits.add(outside)
  if (browser) {
    const { webSocket, fallback } = browser
    if (!webSocket.opened && !outside) culprits.add(server.outside ? 'network' : 'portClosed')
    const isHeldBack = (webSocket.opened && !webSocket.greeted) || fallback.heldBack
    if (isHeldBack) culprits.add('buffers')
    const isCut = webSocket.greeted && (webSocket.echoMs === null || typeof webSocket.silence === 'number')
    if (isCut) culprits.add('shortTimeout')
    if (fallback.echoMs === null) culprits.add('noFallback')
  }
  return [...culprits]
}

/** The hop at which the public address fails, by how far it lets somebody come. */
function culpritOfDial({ ok, step, status = 0 }: Dial): Culprit | undefined {
  if (ok) return undefined
  if (step === 'firstFrame') return 'buffers'
  // A proxy took it and hung up without a word, or said 101 in the name of nobody.
  if (step === 'accept') return 'stripsUpgrade'
  if (step !== 'answer' || status === 0) return 'wrongCollabUrl'
  if (status >= 502 && status <= 504) return 'proxyAlone'
  // That is what the collab server says where it hears of no upgrade; of a path that it does not know, 400 or 404.
  return status === 426 ? 'stripsUpgrade' : 'wrongCollabUrl'
}
