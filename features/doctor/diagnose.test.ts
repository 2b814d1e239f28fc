import { expect, test } from 'vitest'

import { diagnose, type Culprit } from '#features/doctor/diagnose'
import type { BrowserView, Dial, Report, ServerView } from '#features/doctor/report'

const through: Dial = { step: 'firstFrame', ok: true, status: 101 }

function server(change: Partial<ServerView> = {}): ServerView {
  return {
    headers: {},
    takesOrigin: true,
    collab: 'ready',
    inside: through,
    outside: { url: 'wss://pliego.test/collab', dial: through },
    ...change,
  }
}

const outside = (dial: Dial) => server({ outside: { url: 'wss://pliego.test/collab', dial } })

type Seen = { webSocket?: Partial<BrowserView['webSocket']>; fallback?: Partial<BrowserView['fallback']> }

function browser({ webSocket = {}, fallback = {} }: Seen = {}): BrowserView {
  const echo = { opened: true, greeted: true, echoMs: 3 }
  return {
    url: 'wss://pliego.test/collab',
    webSocket: { ...echo, silence: 'lasted', closedCleanly: true, ...webSocket },
    fallback: { ...echo, heldBack: false, ...fallback },
  }
}

const notOpened: Seen = {
  webSocket: { opened: false, greeted: false, echoMs: null, silence: null, closedCleanly: null },
}
const noWay: Seen = { ...notOpened, fallback: { opened: false, greeted: false, echoMs: null } }

const cases: readonly [string, Report, readonly Culprit[]][] = [
  ['nothing is wrong', { server: server(), browser: browser() }, []],
  ['nothing is known yet', {}, []],
  ['the app is silent', { server: null }, ['appSilent']],
  [
    'the collab server is down, which explains the rest',
    { server: server({ collab: 'down', inside: null }), browser: browser(noWay) },
    ['collabDown'],
  ],
  [
    'the collab server refuses the origin',
    { server: server({ inside: { step: 'answer', ok: false, status: 403 } }), browser: browser(noWay) },
    ['wrongOrigin'],
  ],
  ['the app does', { server: server({ takesOrigin: false }), browser: browser() }, ['wrongOrigin']],
  ...(['name', 'tcp', 'tls'] as const).map((step): [string, Report, readonly Culprit[]] => [
    `the public address fails at ${step}`,
    { server: outside({ step, ok: false, error: 'ECONNREFUSED' }), browser: browser(notOpened) },
    ['wrongCollabUrl'],
  ]),
  ...(
    [
      [404, 'wrongCollabUrl'],
      [200, 'wrongCollabUrl'],
      [426, 'stripsUpgrade'],
      [400, 'wrongCollabUrl'],
      [502, 'proxyAlone'],
    ] as const
  ).map(([status, culprit]): [string, Report, readonly Culprit[]] => [
    `the public address answers ${status}`,
    { server: outside({ step: 'answer', ok: false, status }), browser: browser(notOpened) },
    [culprit],
  ]),
  [
    'somebody else says 101',
    { server: outside({ step: 'accept', ok: false, status: 101 }), browser: browser(notOpened) },
    ['stripsUpgrade'],
  ],
  ['only this browser gets no WebSocket', { server: server(), browser: browser(notOpened) }, ['network']],
  [
    'no public address is known, and none is reached',
    { server: server({ outside: null }), browser: browser(notOpened) },
    ['portClosed'],
  ],
  [
    'a WebSocket opens and brings nothing',
    {
      server: server(),
      browser: browser({ webSocket: { greeted: false, echoMs: null, silence: null, closedCleanly: null } }),
    },
    ['buffers'],
  ],
  [
    'answers by HTTP are held back',
    { server: server(), browser: browser({ fallback: { heldBack: true } }) },
    ['buffers'],
  ],
  [
    'silence is cut',
    { server: server(), browser: browser({ webSocket: { silence: 9_000, closedCleanly: null } }) },
    ['shortTimeout'],
  ],
  ['neither way works', { server: server(), browser: browser(noWay) }, ['network', 'noFallback']],
]

test.each(cases)('%s', (_what, report, culprits) => {
  expect(diagnose(report).culprits).toEqual(culprits)
})

test('steps are good up to the one that failed, and not tried behind it', () => {
  const report = { server: outside({ step: 'tcp', ok: false, error: 'ECONNREFUSED' }) }
  expect(diagnose(report).steps).toMatchObject({
    http: 'good',
    name: 'good',
    tcp: 'bad',
    tls: 'none',
    answer: 'none',
    upgrade: 'waiting',
  })
  const { steps } = diagnose({ server: server({ outside: null }), browser: browser() })
  expect(steps).toMatchObject({ name: 'none', accept: 'none', upgrade: 'good', silence: 'good' })
})
