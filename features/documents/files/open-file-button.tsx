'use client'
import { FileUp, LoaderCircle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState, useTransition } from 'react'

import { acceptedFiles, openFile, type OpenOutcome } from '#features/documents/files/open-file'
import { Button } from '#ui/button'

/**
 * Makes a document of a file that is chosen here or dropped anywhere on the page, and opens it. Where
 * something of the file did not come along, it says so first.
 */
export function OpenFileButton() {
  const t = useTranslations('files')
  const router = useRouter()
  const input = useRef<HTMLInputElement>(null)
  const [outcome, setOutcome] = useState<OpenOutcome | null>(null)
  const [busy, startTransition] = useTransition()

  const open = (file: File) =>
    startTransition(async () => {
      setOutcome(null)
      const opened = await openFile(file)
      if ('failure' in opened || opened.left + opened.missing > 0) setOutcome(opened)
      else startTransition(() => router.push(`/d/${opened.id}`))
    })
  const isOver = useDroppedFiles(open)

  return (
    <div className="flex flex-col items-stretch gap-2 desk:items-start">
      <input
        ref={input}
        type="file"
        accept={acceptedFiles}
        hidden
        onChange={({ target }) => {
          const [file] = target.files ?? []
          target.value = ''
          if (file) open(file)
        }}
      />
      <Button
        size="large"
        onClick={() => input.current?.click()}
        aria-disabled={busy}
        className={busy ? 'pointer-events-none' : ''}
      >
        {busy ? <LoaderCircle className="animate-spin" aria-hidden /> : <FileUp aria-hidden />}
        {t('open.button')}
      </Button>
      <p role="alert" className="max-w-80 text-sm text-danger empty:hidden">
        {outcome && 'failure' in outcome && t(`open.failures.${outcome.failure}`)}
      </p>
      <output className="flex max-w-80 flex-col items-start gap-2 text-left text-sm text-muted empty:hidden">
        {outcome && 'id' in outcome && (
          <>
            {outcome.left > 0 && <span>{t('open.left', { count: outcome.left })}</span>}
            {outcome.missing > 0 && <span>{t('open.missing', { count: outcome.missing })}</span>}
            <Button variant="primary" onClick={() => router.push(`/d/${outcome.id}`)}>
              {t('open.goOn')}
            </Button>
          </>
        )}
      </output>
      {isOver && (
        <div
          aria-hidden
          className="pointer-events-none fixed inset-3 z-30 grid place-items-center rounded-lg border-2 border-dashed border-accent bg-surface/80 text-lg font-semibold"
        >
          {t('open.drop')}
        </div>
      )}
    </div>
  )
}

/** Files dropped anywhere on the page; whether some are being dragged over it. */
function useDroppedFiles(onFile: (file: File) => void): boolean {
  const [isOver, setIsOver] = useState(false)
  const latest = useRef(onFile)
  useEffect(() => {
    latest.current = onFile
  })
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setIsOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setIsOver(false)
      const [file] = event.dataTransfer?.files ?? []
      if (file) latest.current(file)
    }
    document.addEventListener('dragover', over)
    document.addEventListener('dragleave', leave)
    document.addEventListener('drop', drop)
    return () => {
      document.removeEventListener('dragover', over)
      document.removeEventListener('dragleave', leave)
      document.removeEventListener('drop', drop)
    }
  }, [])
  return isOver
}
