'use client'
import { ChevronLeft } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { Suspense } from 'react'

import { TitleField } from '#features/documents/title-field.tsx'
import { lazyPart } from '#ui/lazy-part'

import { Logo } from '../../logo.tsx'
import type { HeaderActionsProps } from './header-actions.tsx'

const HeaderStatus = lazyPart(() => import('./header-actions.tsx').then((part) => part.HeaderStatus))
const HeaderActions = lazyPart(() => import('./header-actions.tsx').then((part) => part.HeaderActions))

type DocumentHeaderProps = HeaderActionsProps & {
  titleEditable: boolean
  onTitle: (title: string) => void
  /** Whether a title is being typed that the document does not have yet. */
  onTitleDraft: (isDraft: boolean) => void
  onTitleDone: () => void
  /** Whether more than the way home and the title may be fetched: the text comes before the rest. */
  complete: boolean
  /** Leaving by a full load lets the browser ask first; asked when the person leaves. */
  mustAskBeforeLeaving: () => boolean
}

/** Home, title, save status; people, link, menu. On phones the last three shrink into the menu. */
export function DocumentHeader(props: DocumentHeaderProps) {
  return (
    <header
      data-chrome=""
      data-in-trouble={
        props.saveStatus === 'notSaved' || props.saveStatus === 'offlineSavedHere' ? '' : undefined
      }
      className="sticky top-0 z-20 flex h-header items-center gap-1 border-b border-line bg-surface px-1 desk:gap-2 desk:px-3 print:hidden"
    >
      <HomeLink mustAskBeforeLeaving={props.mustAskBeforeLeaving} />
      <div className="flex min-w-0 grow items-center gap-1 desk:gap-2">
        <TitleField
          title={props.title}
          editable={props.titleEditable}
          onTitle={props.onTitle}
          onDraft={props.onTitleDraft}
          onDone={props.onTitleDone}
        />
        {props.complete && (
          <Suspense>
            <HeaderStatus saveStatus={props.saveStatus} slowWay={props.slowWay} />
          </Suspense>
        )}
      </div>
      {props.complete && (
        <Suspense>
          <HeaderActions {...props} />
        </Suspense>
      )}
    </header>
  )
}

function HomeLink({ mustAskBeforeLeaving }: Pick<DocumentHeaderProps, 'mustAskBeforeLeaving'>) {
  const t = useTranslations('documents')
  return (
    <Link
      href="/"
      prefetch={false}
      aria-label={t('home')}
      title={t('home')}
      onNavigate={(event) => {
        if (!mustAskBeforeLeaving()) return
        event.preventDefault()
        window.location.assign('/')
      }}
      className="inline-grid size-target shrink-0 place-items-center rounded-md transition-colors hover:bg-hover active:bg-active"
    >
      <span className="hidden desk:grid">
        <Logo />
      </span>
      <ChevronLeft className="size-5 desk:hidden" aria-hidden />
    </Link>
  )
}
