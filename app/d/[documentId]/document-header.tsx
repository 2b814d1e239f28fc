'use client'
import type { Editor } from '@tiptap/core'
import { ChevronLeft } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'

import { TitleField } from '#features/documents/title-field.tsx'
import type { SaveStatus as Status } from '#features/editor/collab-session'
import { SaveStatus } from '#features/editor/save-status.tsx'
import { GuestButton } from '#features/guests/guest-button.tsx'
import { Avatars } from '#features/presence/avatars.tsx'
import type { PersonHere } from '#features/presence/people-here'
import { ShareButton } from '#features/sharing/share-button.tsx'
import { Tooltip } from '#ui/tooltip'

import { Logo } from '../../logo.tsx'
import { DocumentMenu } from './document-menu.tsx'

type DocumentHeaderProps = {
  documentId: string
  title: string | null
  /** What is saved as a file; null until it is here. */
  editor: Editor | null
  titleEditable: boolean
  onTitle: (title: string) => void
  /** Whether a title is being typed that the document does not have yet. */
  onTitleDraft: (isDraft: boolean) => void
  onTitleDone: () => void
  /** Null where there is no text to speak of. */
  saveStatus: Status | null
  people: readonly PersonHere[]
  /** Of this guest in this document; null until it is known. */
  colorHere: string | null
  /** Leaving by a full load lets the browser ask first; asked when the person leaves. */
  mustAskBeforeLeaving: () => boolean
}

/** Home, title, save status; people, link, menu. On phones the last three shrink into the menu. */
export function DocumentHeader(props: DocumentHeaderProps) {
  const { title, titleEditable, saveStatus, people } = props
  const common = useTranslations('common')
  const others = people.filter(({ isSelf }) => !isSelf)
  return (
    <header className="sticky top-0 z-20 flex h-header items-center gap-1 border-b border-line bg-surface px-1 desk:gap-2 desk:px-3 print:hidden">
      <HomeLink mustAskBeforeLeaving={props.mustAskBeforeLeaving} />
      <div className="flex min-w-0 grow items-center gap-1 desk:gap-2">
        <TitleField
          title={title}
          editable={titleEditable}
          onTitle={props.onTitle}
          onDraft={props.onTitleDraft}
          onDone={props.onTitleDone}
        />
        {saveStatus && (
          <span className="hidden shrink-0 desk:inline">
            <SaveStatus status={saveStatus} />
          </span>
        )}
      </div>
      {saveStatus && (
        <span className="shrink-0 desk:hidden">
          <SaveStatus status={saveStatus} compact />
        </span>
      )}
      <span className="shrink-0 desk:hidden">
        <Avatars people={people} most={2} />
      </span>
      <span className="hidden shrink-0 items-center gap-2 desk:flex">
        <Avatars people={others} everybody={people} most={5} />
        <GuestButton compact colorHere={props.colorHere} />
        <ShareButton documentId={props.documentId} closeLabel={common('close')} />
      </span>
      <DocumentMenu
        title={title}
        editor={props.editor}
        documentId={props.documentId}
        colorHere={props.colorHere}
      />
    </header>
  )
}

function HomeLink({ mustAskBeforeLeaving }: Pick<DocumentHeaderProps, 'mustAskBeforeLeaving'>) {
  const t = useTranslations('documents')
  return (
    <Tooltip label={t('home')}>
      <Link
        href="/"
        prefetch={false}
        aria-label={t('home')}
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
    </Tooltip>
  )
}
