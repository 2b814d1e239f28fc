import { useFormatter } from 'next-intl'

/** How bytes are told: in MB as quotas count them, in the reader's way of writing numbers. */
export function useMegaBytes(): (bytes: number) => string {
  const format = useFormatter()
  return (bytes) => format.number(bytes / 1_000_000, { maximumFractionDigits: 1 })
}
