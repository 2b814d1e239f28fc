import { median } from '../statistics.ts'

export type EditorName = 'Pliego' | 'control'
export type Letter = 'a' | 'b' | 'c' | 'd' | 'e'

/** What was measured of one editor: each value once a round, by its name. */
export type Samples = ReadonlyMap<string, readonly number[]>
export type Results = ReadonlyMap<EditorName, Samples>

/** In the figure's unit, or times the control's value, or times another value of Pliego's. */
export type Target = {
  readonly atMost: number
  readonly than?: 'control' | { readonly value: string; readonly title: string }
}

export type Figure = {
  readonly letter: Letter
  readonly title: string
  readonly unit: string
  readonly value: string
  readonly targets: readonly Target[]
}

const control = (atMost: number): Target => ({ atMost, than: 'control' })

/** What the editor should cost, in the order of the table. */
export const figures: readonly Figure[] = [
  figure('a', 'Keystroke to paint p95, empty document, three others', 'ms', 'emptyTyping.p95Ms'),
  figure('a', 'Keystroke to paint p50, large document, three others', 'ms', 'largeTyping.p50Ms'),
  figure('a', 'Keystroke to paint p95, large document, three others', 'ms', 'largeTyping.p95Ms', [
    { atMost: 2, than: { value: 'emptyTyping.p95Ms', title: 'in the empty document' } },
    control(0.2),
  ]),
  figure('a', 'Script for a key, large document, alone', 'ms', 'largeTyping.scriptMs', [{ atMost: 8 }]),
  figure('a', 'Tasks over 50 ms, large document, three others', '', 'largeTyping.longTasks', [{ atMost: 0 }]),
  figure('a', 'The longest of them', 'ms', 'largeTyping.longestTaskMs'),
  figure('b', 'Empty document editable, cold', 'ms', 'emptyCold.editableMs', [control(1)]),
  figure('b', 'Large document readable, cold', 'ms', 'largeCold.readableMs', [control(0.3)]),
  figure('b', 'Large document editable, cold', 'ms', 'largeCold.editableMs', [control(0.5)]),
  figure('b', 'Large document there to its end, cold', 'ms', 'largeCold.wholeMs'),
  figure('b', 'Large document readable, warm', 'ms', 'largeWarm.readableMs', [control(0.3)]),
  figure('b', 'Large document editable, warm', 'ms', 'largeWarm.editableMs', [control(0.5)]),
  figure('c', 'Scripts until readable', 'kB', 'largeCold.readableKb', [{ atMost: 250 }]),
  figure('c', 'Scripts until editable', 'kB', 'emptyCold.editableKb', [control(0.65)]),
  figure('c', 'Scripts with what comes after', 'kB', 'emptyCold.laterKb'),
  figure('d', 'Tab as it was opened, 300 blocks', 'MB', 'memory.beforeMb'),
  figure('d', 'The same tab after an hour of others’ typing', 'MB', 'memory.afterMb', [
    { atMost: 1.05, than: { value: 'memory.freshMb', title: 'a tab opened then' } },
  ]),
  figure('d', 'A tab opened then', 'MB', 'memory.freshMb'),
  figure('e', 'Random operations by three browsers: documents that differ', '', 'random.differing', [
    { atMost: 0 },
  ]),
  figure('e', 'Errors in their consoles', '', 'random.consoleErrors', [{ atMost: 0 }]),
  figure('e', 'Carets that were not where they belong', '', 'random.lostCarets', [{ atMost: 0 }]),
]

function figure(
  letter: Letter,
  title: string,
  unit: string,
  value: string,
  targets: readonly Target[] = [],
): Figure {
  return { letter, title, unit, value, targets }
}

export function medianOf(results: Results, name: EditorName, value: string): number | undefined {
  const values = results.get(name)?.get(value) ?? []
  return values.length > 0 ? median(values) : undefined
}

export type Judged = {
  readonly target: Target
  /** What is compared with the bound; undefined where something of it was not measured. */
  readonly actual: number | undefined
}

export function judge(results: Results, { value, targets }: Figure): Judged[] {
  const own = medianOf(results, 'Pliego', value)
  return targets.map((target) => {
    const { than } = target
    const other =
      than === undefined
        ? 1
        : than === 'control'
          ? medianOf(results, 'control', value)
          : medianOf(results, 'Pliego', than.value)
    const isMeasured = own !== undefined && other !== undefined && other > 0
    return { target, actual: isMeasured ? own / other : undefined }
  })
}
