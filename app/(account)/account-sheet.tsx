import type { ReactNode } from 'react'

/** A narrow page with one form, and below it the way to the others. */
export function AccountSheet({
  title,
  text,
  children,
  below,
}: {
  title: string
  text?: string
  children: ReactNode
  below?: ReactNode
}) {
  return (
    <main className="mx-auto flex w-full max-w-sm grow flex-col px-6 pt-10 pb-24 desk:pt-20">
      <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
      {text !== undefined && <p className="mt-2 text-pretty text-muted">{text}</p>}
      <div className="mt-6">{children}</div>
      {below && <div className="mt-6 flex flex-col gap-2 border-t border-line pt-4 text-sm">{below}</div>}
    </main>
  )
}

/** A question and the link that answers it. */
export function AccountHint({ text, href, link }: { text: string; href: string; link: string }) {
  return (
    <p className="text-muted">
      {text}{' '}
      <a href={href} className="font-semibold text-accent-text underline-offset-2 hover:underline">
        {link}
      </a>
    </p>
  )
}
