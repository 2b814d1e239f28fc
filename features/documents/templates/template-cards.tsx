'use client'
import { FileStack, LoaderCircle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'

import { createDocument, type NewDocumentFailure } from '#features/documents/create-request'
import type { TemplateName } from '#features/documents/templates/template-names'

/** One of those that come with Pliego, in the language of the page. */
export type TemplateChoice = {
  readonly template: TemplateName
  readonly name: string
  readonly about: string
}

/** Templates to begin a document from; each opens the new one. */
export function TemplateCards({ templates }: { templates: readonly TemplateChoice[] }) {
  const t = useTranslations('documents')
  const home = useTranslations('home.templates')
  const router = useRouter()
  const [making, setMaking] = useState<TemplateName | null>(null)
  const [failure, setFailure] = useState<NewDocumentFailure | null>(null)
  const [busy, startTransition] = useTransition()
  const make = (template: TemplateName) =>
    startTransition(async () => {
      setFailure(null)
      setMaking(template)
      const made = await createDocument({ template })
      if ('failure' in made) setFailure(made.failure)
      else startTransition(() => router.push(`/d/${made.id}`))
    })
  return (
    <section aria-label={home('ours')} className="mb-8">
      <h2 className="mb-3 text-sm font-semibold text-muted">{home('ours')}</h2>
      <p role="alert" className="mb-3 text-sm text-danger empty:hidden">
        {failure !== null && t(`newFailed.${failure}`)}
      </p>
      <ul className="grid gap-3 desk:grid-cols-3 desk:gap-5 wide:grid-cols-4">
        {templates.map(({ template, name, about }) => (
          <li key={template}>
            <button
              type="button"
              aria-disabled={busy}
              onClick={() => !busy && make(template)}
              className="flex h-full w-full flex-col gap-1.5 rounded-lg border border-line bg-sheet p-4 text-left transition-shadow hover:shadow-soft desk:p-5"
            >
              {busy && making === template ? (
                <LoaderCircle className="size-5 animate-spin text-muted" aria-hidden />
              ) : (
                <FileStack className="size-5 text-muted" aria-hidden />
              )}
              <span className="font-serif text-lg font-semibold">{name}</span>
              <span className="text-sm text-pretty text-muted">{about}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
