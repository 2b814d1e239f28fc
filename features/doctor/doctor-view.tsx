'use client'
import { Check, CircleDashed, Copy, Minus, RotateCw, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'

import { diagnose, type Diagnosis, type StepName } from '#features/doctor/diagnose'
import { lookInto, type Instruments } from '#features/doctor/look-into'
import type { Report } from '#features/doctor/report'
import { trialTimings } from '#features/doctor/try-echo'
import { Button } from '#ui/button'
import { copyText } from '#ui/copy-text'

const browserSteps = [
  'http',
  'upgrade',
  'firstFrame',
  'echo',
  'silence',
  'close',
  'fallback',
  'streamed',
] as const
const serverSteps = ['collab', 'origin', 'name', 'tcp', 'tls', 'answer', 'accept'] as const

const looks = {
  waiting: { Icon: CircleDashed, ink: 'text-muted' },
  good: { Icon: Check, ink: 'text-success' },
  bad: { Icon: X, ink: 'text-danger' },
  none: { Icon: Minus, ink: 'text-muted' },
} as const

type Words = ReturnType<typeof useTranslations<'doctor'>>

/** The connection, step by step, as a person can read it; begins by itself. */
export function DoctorView({ instruments }: { instruments: Instruments }) {
  const t = useTranslations('doctor')
  const { report, isRunning, start } = useReport(instruments)
  const { steps, culprits } = diagnose(report)
  const url = report.browser?.url ?? ''
  return (
    <main className="mx-auto w-full max-w-2xl px-4 pt-8 pb-24 desk:px-6">
      <h1 className="text-2xl font-semibold tracking-tight">{t('title')}</h1>
      <p className="mt-1 text-pretty text-muted">{t('about')}</p>
      <output className="mt-6 block">
        {isRunning ? (
          <span className="text-muted">{t('running', { seconds: trialTimings.silenceMs / 1000 })}</span>
        ) : (
          <span className="text-lg font-semibold">
            {culprits.length === 0 ? t('well') : t('found', { count: culprits.length })}
          </span>
        )}
        {!isRunning && culprits.length === 0 && <span className="block text-muted">{t('wellText')}</span>}
      </output>
      {culprits.length > 0 && (
        <ul className="mt-4 space-y-3" aria-label={t('likely')}>
          {culprits.map((culprit) => (
            <li key={culprit} className="rounded-lg border border-line bg-sheet p-4">
              <h2 className="font-semibold">{t(`culprits.${culprit}.title`)}</h2>
              <p className="mt-1 text-pretty break-words text-muted">
                {t(`culprits.${culprit}.text`, { url })}
              </p>
            </li>
          ))}
        </ul>
      )}
      <Steps title={t('browserSees')} names={browserSteps} steps={steps} report={report} />
      <Steps title={t('serversSee')} names={serverSteps} steps={steps} report={report} />
      {report.server && <ServerFacts server={report.server} />}
      <div className="mt-8 flex flex-wrap gap-3">
        <Button variant="primary" onClick={start} disabled={isRunning}>
          <RotateCw aria-hidden />
          {t('start')}
        </Button>
        <CopyReport text={() => reportText(t, report)} disabled={isRunning} />
      </div>
    </main>
  )
}

function Steps({
  title,
  names,
  steps,
  report,
}: {
  title: string
  names: readonly StepName[]
  steps: Diagnosis['steps']
  report: Report
}) {
  const t = useTranslations('doctor')
  return (
    <section className="mt-8">
      <h2 className="font-semibold">{title}</h2>
      <ul className="mt-2 divide-y divide-line rounded-lg border border-line bg-sheet">
        {names.map((name) => {
          const { Icon, ink } = looks[steps[name]]
          return (
            <li key={name} className="flex items-baseline gap-3 px-3 py-2">
              <Icon aria-hidden className={`size-4 shrink-0 self-center ${ink}`} />
              <span className="grow">{t(`steps.${name}`)}</span>
              <span className={`text-sm tabular-nums ${ink}`}>
                {detailOf(t, name, report) ?? t(`states.${steps[name]}`)}
                {steps[name] === 'bad' && detailOf(t, name, report) && (
                  <span className="sr-only"> ({t('states.bad')})</span>
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function ServerFacts({ server }: { server: NonNullable<Report['server']> }) {
  const t = useTranslations('doctor')
  return (
    <section className="mt-4 text-sm text-muted">
      <p className="break-all">
        {server.outside ? t('address', { url: server.outside.url }) : t('noAddress')}
      </p>
      <details className="mt-2">
        <summary className="cursor-pointer">{t('headers')}</summary>
        <dl className="mt-2 space-y-1">
          {Object.entries(server.headers).map(([name, value]) => (
            <div key={name} className="flex gap-2">
              <dt className="font-mono">{name}:</dt>
              <dd className="font-mono break-all">{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  )
}

function CopyReport({ text, disabled }: { text: () => string; disabled: boolean }) {
  const t = useTranslations('doctor')
  const [outcome, setOutcome] = useState<'copied' | 'notCopied'>()
  const copy = async () => setOutcome((await copyText(text())) ? 'copied' : 'notCopied')
  return (
    <>
      <Button onClick={() => void copy()} disabled={disabled}>
        {outcome === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
        {outcome === 'copied' ? t('copied') : t('copy')}
      </Button>
      {outcome === 'notCopied' && <p className="w-full text-sm text-muted">{t('notCopied')}</p>}
    </>
  )
}

/** What was measured at a step, where that says more than how it went. */
function detailOf(t: Words, name: StepName, { server, httpMs, browser }: Report): string | undefined {
  const ms = (value: number | null | undefined) =>
    typeof value === 'number' ? t('details.ms', { ms: value }) : undefined
  if (name === 'http') return ms(httpMs)
  if (name === 'echo') return ms(browser?.webSocket.echoMs)
  if (name === 'fallback') return ms(browser?.fallback.echoMs)
  const silence = browser?.webSocket.silence
  if (name === 'silence' && typeof silence === 'number') {
    return t('details.cutAfter', { seconds: Math.max(1, Math.round(silence / 1000)) })
  }
  const dial = server?.outside?.dial
  if (!dial || dial.step !== name || dial.ok) return undefined
  if (dial.status !== undefined && dial.status > 0)
    return t('details.status', { status: String(dial.status) })
  return dial.error === undefined ? undefined : t('details.error', { error: dial.error })
}

/** For whoever can do something about it, who may sit elsewhere. */
function reportText(t: Words, report: Report): string {
  const { steps, culprits } = diagnose(report)
  const line = (name: StepName) => {
    const detail = detailOf(t, name, report)
    return `- ${t(`steps.${name}`)}: ${t(`states.${steps[name]}`)}${detail === undefined ? '' : ` (${detail})`}`
  }
  const url = report.browser?.url ?? ''
  const { server } = report
  return [
    `${t('title')}: ${location.origin}, ${new Date().toISOString()}`,
    navigator.userAgent,
    '',
    ...(culprits.length === 0
      ? [t('well')]
      : culprits.map(
          (culprit) => `${t(`culprits.${culprit}.title`)}. ${t(`culprits.${culprit}.text`, { url })}`,
        )),
    '',
    t('browserSees'),
    ...browserSteps.map(line),
    ...(url === '' ? [] : [t('address', { url })]),
    '',
    t('serversSee'),
    ...serverSteps.map(line),
    ...(server ? [server.outside ? t('address', { url: server.outside.url }) : t('noAddress')] : []),
    ...(server
      ? ['', t('headers'), ...Object.entries(server.headers).map(([name, value]) => `${name}: ${value}`)]
      : []),
  ].join('\n')
}

/** What has been found so far; looked into anew at each start. */
function useReport(instruments: Instruments) {
  const [report, setReport] = useState<Report>({})
  const [isRunning, setRunning] = useState(true)
  const [turn, setTurn] = useState({ instruments })
  useEffect(() => {
    let isOver = false
    const look = async () => {
      await lookInto(turn.instruments, (news) => {
        if (!isOver) setReport(news)
      })
      if (!isOver) setRunning(false)
    }
    void look()
    return () => {
      isOver = true
    }
  }, [turn])
  const start = () => {
    setReport({})
    setRunning(true)
    setTurn({ instruments })
  }
  return { report, isRunning, start }
}
