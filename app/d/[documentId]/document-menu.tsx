'use client'
import type { Editor } from '@tiptap/core'
import {
  Check,
  Ellipsis,
  History,
  Link2,
  MessageSquare,
  MessagesSquare,
  MessageSquareDiff,
  TriangleAlert,
  UserRound,
  Users,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { PaletteItem } from '#features/editor/palette/palette-item.tsx'
import { GuestDialog } from '#features/guests/guest-dialog.tsx'
import { ShareDialog } from '#features/sharing/share-dialog.tsx'
import { useCopyLink } from '#features/sharing/use-copy-link'
import { ModeItems } from '#features/suggestions/mode-menu.tsx'
import type { WritingModeChoice } from '#features/suggestions/use-writing-mode'
import { IconButton } from '#ui/icon-button'
import { Menu, MenuCheckboxItem, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '#ui/menu'
import { useNarrow } from '#ui/use-narrow'

import { LanguageItems } from '../../language-items.tsx'
import { OwnAccount } from '../../own-account.tsx'
import { ThemeItems } from '../../theme-items.tsx'
import { SaveAsItems } from './save-as-items.tsx'
import type { PastActions } from './use-past-actions.ts'

const linkIcons = { idle: <Link2 />, copied: <Check />, failed: <TriangleAlert /> } as const

/** Files, language and theme; on phones also what the header has no room for. */
export function DocumentMenu({
  documentId,
  title,
  editor,
  waiting: waitingAtFirst,
  colorHere,
  unreadInChat,
  onOpenChat,
  openThreads,
  onOpenComments,
  writingMode,
  onOpenSuggestions,
  past,
}: {
  documentId: string
  title: string | null
  editor: Editor | null
  /** How many ask to be let in, as the page was made. */
  waiting: number
  colorHere: string | null
  unreadInChat: number
  onOpenChat: () => void
  /** Of comments. */
  openThreads: number
  onOpenComments: () => void
  /** Null where nothing can be written now. */
  writingMode: WritingModeChoice | null
  onOpenSuggestions: () => void
  /** Null for those who may not look into the past. */
  past: PastActions | null
}) {
  const t = useTranslations('documents')
  const common = useTranslations('common')
  const chat = useTranslations('chat')
  const comments = useTranslations('comments')
  const guests = useTranslations('guests')
  const history = useTranslations('history')
  const sharing = useTranslations('sharing')
  const suggesting = useTranslations('suggestions')
  const narrow = useNarrow()
  const { state, copy } = useCopyLink()
  const [naming, setNaming] = useState(false)
  const [waiting, setWaiting] = useState(waitingAtFirst)
  const [sharingOpen, setSharingOpen] = useState(false)
  return (
    <>
      <Menu>
        <MenuTrigger>
          <IconButton label={t('menu')} icon={<Ellipsis />} />
        </MenuTrigger>
        <MenuContent align="end">
          {narrow && (
            <>
              <MenuItem
                icon={linkIcons[state]}
                onSelect={(event) => {
                  // Stays open to say that it was copied.
                  event.preventDefault()
                  copy()
                }}
              >
                <span aria-live="polite">{sharing(`copyLink.${state}`)}</span>
              </MenuItem>
              <MenuItem icon={<Users />} onSelect={() => setSharingOpen(true)}>
                {waiting > 0 ? sharing('shareWaiting', { count: waiting }) : sharing('share')}
              </MenuItem>
              <MenuItem icon={<MessageSquare />} onSelect={onOpenChat}>
                {unreadInChat > 0 ? chat('buttonUnread', { count: unreadInChat }) : chat('title')}
              </MenuItem>
              <MenuItem icon={<MessagesSquare />} onSelect={onOpenComments}>
                {openThreads > 0 ? comments('buttonOpen', { count: openThreads }) : comments('title')}
              </MenuItem>
              {editor && (
                <MenuItem icon={<MessageSquareDiff />} onSelect={onOpenSuggestions}>
                  {suggesting('title')}
                </MenuItem>
              )}
              {past && (
                <MenuItem icon={<History />} onSelect={past.openHistory}>
                  {history('title')}
                </MenuItem>
              )}
              <MenuItem icon={<UserRound />} onSelect={() => setNaming(true)}>
                {guests('yourName')}
              </MenuItem>
              <MenuSeparator />
              {writingMode && writingMode.modes.length > 0 && (
                <>
                  <ModeItems choice={writingMode} />
                  <MenuSeparator />
                </>
              )}
            </>
          )}
          {editor && (
            <>
              <PaletteItem editor={editor} />
              {past && (
                <MenuCheckboxItem checked={past.shown === 'writers'} onCheckedChange={past.showWriters}>
                  {history('whoWrote.title')}
                </MenuCheckboxItem>
              )}
              <MenuSeparator />
              <SaveAsItems editor={editor} title={title} />
              <MenuSeparator />
            </>
          )}
          <LanguageItems />
          <MenuSeparator />
          <ThemeItems />
        </MenuContent>
      </Menu>
      <ShareDialog
        documentId={documentId}
        open={sharingOpen}
        onOpenChange={setSharingOpen}
        onWaiting={setWaiting}
        closeLabel={common('close')}
      />
      <GuestDialog open={naming} onOpenChange={setNaming} closeLabel={common('close')} colorHere={colorHere}>
        <OwnAccount />
      </GuestDialog>
    </>
  )
}
