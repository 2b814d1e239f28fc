import type { ReactNode } from 'react'

import { BlankSheet } from '#features/documents/blank-sheet.tsx'

/** A whole page that says one thing and offers what to do next. */
export function MessagePage({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <main className="mx-auto flex w-full max-w-xl grow flex-col items-center justify-center px-6 pt-8 pb-24 text-center">
      <BlankSheet />
      <h1 className="mt-8 text-2xl font-semibold tracking-tight text-balance">{title}</h1>
      <p className="mt-3 mb-7 max-w-md text-lg text-pretty text-muted">{text}</p>
      <div className="flex flex-wrap justify-center gap-3">{children}</div>
    </main>
  )
}
