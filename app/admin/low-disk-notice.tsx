import { statfs } from 'node:fs/promises'
import { getFormatter, getTranslations } from 'next-intl/server'

import { appServices } from '#features/documents/server/app-services'

/** Said on every page of administrators while the disk of this server has too little room. */
export async function LowDiskNotice() {
  const { dataDir, lowDiskMb } = appServices().config
  const freeBytes = await freeBytesOf(dataDir)
  if (freeBytes === null || freeBytes >= lowDiskMb * 1_000_000) return null
  const [t, format] = await Promise.all([getTranslations('admin'), getFormatter()])
  const free = format.number(freeBytes / 1e9, { maximumFractionDigits: 1 })
  return (
    <p className="mt-4 rounded-md border border-warning px-3 py-2 text-pretty">{t('diskLow', { free })}</p>
  )
}

/** Null where the file system does not say. */
async function freeBytesOf(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return null
  }
}
