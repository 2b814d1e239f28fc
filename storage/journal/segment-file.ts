/** The name of a segment in the folder of the journal. */
export function segmentFile(segment: number): string {
  return `${String(segment).padStart(8, '0')}.log`
}

export function segmentNumber(file: string): number | undefined {
  const [, digits] = /^(\d{8,})\.log$/.exec(file) ?? []
  return digits === undefined ? undefined : Number(digits)
}
