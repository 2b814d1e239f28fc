/** Of a chart, in units of its own that are stretched over the width there is. */
export const chartSize = { width: 300, height: 60 } as const

/** A value at a time; null where there was nothing to measure. */
export type Point = { readonly at: number; readonly value: number | null }

export type TimeSpan = { readonly from: number; readonly to: number }

/** The least of 1, 2 and 5 times a power of ten that is not below any value: a chart's upper end. */
export function roundedTop(values: readonly (number | null)[], atLeast: number): number {
  const most = values.reduce<number>((top, value) => Math.max(top, value ?? 0), atLeast)
  const power = 10 ** Math.floor(Math.log10(most))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= most * (1 - 1e-9)) ?? 10
  return step * power
}

/**
 * The path of an SVG for these points. It ends where nothing was measured, and where a reading is missing: a server
 * that was down drew no line. A point alone is drawn too.
 */
export function linePath(points: readonly Point[], span: TimeSpan, top: number, everyMs: number): string {
  const { width, height } = chartSize
  let path = ''
  let previous: number | undefined
  for (const { at, value } of points) {
    if (value === null || at < span.from) {
      previous = undefined
      continue
    }
    const x = round(((at - span.from) / (span.to - span.from)) * width)
    const y = round(height - (Math.min(value, top) / top) * height)
    const goesOn = previous !== undefined && at - previous <= 2.5 * everyMs
    path += goesOn ? `L${x} ${y}` : `M${x} ${y}h0.01`
    previous = at
  }
  return path
}

/** At most so many of these, evenly, the last among them. */
export function sampled<T>(rows: readonly T[], most: number): T[] {
  const step = Math.max(1, Math.ceil(rows.length / most))
  return rows.filter((_row, index) => (rows.length - 1 - index) % step === 0)
}

const round = (value: number): number => Math.round(value * 100) / 100
