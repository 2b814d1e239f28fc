const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

/** A length of time in words, by its largest unit: "12 minutes". */
export function durationIn(locale: string, ms: number): string {
  const [unit, length] = units.find(([, length]) => ms >= length) ?? units[3]
  const count = Math.max(1, Math.round(ms / length))
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
