'use client'
import { Search, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState, useTransition } from 'react'

import {
  listAddress,
  listOrders,
  listViews,
  pageSize,
  type ListQuery,
} from '#features/documents/document-item'
import { IconButton } from '#ui/icon-button'
import { SelectField } from '#ui/select-field'

const settleMs = 120

/** Which of the documents are shown, in which order, and the search through all of them. */
export function ListControls({ query }: { query: ListQuery }) {
  const t = useTranslations('home')
  const router = useRouter()
  return (
    <div className="mb-6 flex flex-col gap-3">
      <div className="flex items-center gap-3">
        <SearchField query={query} />
        {query.text === '' && (
          <SelectField
            className="w-36 shrink-0 desk:w-44"
            label={t('order.label')}
            labelHidden
            value={query.order}
            options={listOrders.map((value) => ({ value, name: t(`order.${value}`) }))}
            onValueChange={(order) => router.replace(listAddress({ ...query, order, limit: pageSize }))}
          />
        )}
      </div>
      {query.text === '' && (
        <nav aria-label={t('views.label')} className="-mx-4 overflow-x-auto px-4 desk:mx-0 desk:px-0">
          <ul className="flex gap-1">
            {listViews.map((view) => (
              <li key={view}>
                <Link
                  href={listAddress({ ...query, view, folder: null, limit: pageSize })}
                  prefetch={false}
                  aria-current={view === query.view ? 'page' : undefined}
                  className="inline-flex min-h-target items-center rounded-md px-3 text-sm font-semibold whitespace-nowrap text-muted transition-colors hover:bg-hover aria-[current]:bg-accent-soft aria-[current]:text-accent-text"
                >
                  {t(`views.${view}`)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  )
}

/** Searches while it is written; `/` goes to it from anywhere on the page, Escape empties it. */
function SearchField({ query }: { query: ListQuery }) {
  const t = useTranslations('home.search')
  const router = useRouter()
  const field = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [text, setText] = useState(query.text)
  const [busy, startTransition] = useTransition()

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const inField = event.target instanceof Element && event.target.closest('input, textarea, select')
      if (event.key !== '/' || inField || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      field.current?.focus()
    }
    document.addEventListener('keydown', focus)
    return () => {
      document.removeEventListener('keydown', focus)
      clearTimeout(timer.current)
    }
  }, [])

  const search = (next: string) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      startTransition(() => router.replace(listAddress({ ...query, text: next.trim(), limit: pageSize })))
    }, settleMs)
  }

  return (
    <search className="relative min-w-0 grow" aria-busy={busy}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
      />
      <input
        ref={field}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        aria-label={t('label')}
        aria-keyshortcuts="/"
        placeholder={t('short')}
        autoComplete="off"
        maxLength={200}
        value={text}
        onChange={(event) => search(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') search('')
        }}
        className="block min-h-target w-full rounded-md border border-line-strong bg-sheet py-1 pr-10 pl-9 text-base text-text placeholder:text-muted focus-visible:border-accent focus-visible:outline-offset-0"
      />
      {text !== '' && (
        <IconButton
          label={t('clear')}
          icon={<X />}
          className="absolute top-1/2 right-0 -translate-y-1/2"
          onClick={() => {
            search('')
            field.current?.focus()
          }}
        />
      )}
    </search>
  )
}
