'use client'
import {
  Copy,
  Ellipsis,
  FileStack,
  FolderInput,
  ListChecks,
  LogOut,
  Pencil,
  RotateCcw,
  Trash2,
} from 'lucide-react'
import { useTranslations } from 'next-intl'

import type { DocumentCardProps } from '#features/documents/home/document-card.tsx'
import { IconButton } from '#ui/icon-button'
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '#ui/menu'

/** What can be done with one document besides opening it. */
export function CardMenu(props: DocumentCardProps & { name: string }) {
  const { document, name, actions, mayMake, onRename, onMove, onSelect, onDelete, onLeave } = props
  const t = useTranslations('home')
  const { id, isOwn, trashedAt } = document
  const isTemplate = props.isTemplate
  return (
    <Menu>
      <MenuTrigger>
        <IconButton label={t('menu', { name })} icon={<Ellipsis className="text-muted" />} />
      </MenuTrigger>
      <MenuContent align="end">
        {trashedAt === null ? (
          <>
            {mayMake && (
              <MenuItem icon={<Pencil />} onSelect={onRename}>
                {t('rename.begin')}
              </MenuItem>
            )}
            {!isTemplate && (
              <MenuItem icon={<FolderInput />} onSelect={onMove}>
                {t('folders.move')}
              </MenuItem>
            )}
            {!isTemplate && mayMake && (
              <>
                <MenuItem icon={<Copy />} onSelect={() => void actions.copy(id, t('copyOf', { name }))}>
                  {t('copy')}
                </MenuItem>
                <MenuItem
                  icon={<FileStack />}
                  onSelect={() => void actions.saveAsTemplate(id, document.title === null ? '' : name)}
                >
                  {t('templates.save')}
                </MenuItem>
              </>
            )}
            <MenuItem icon={<ListChecks />} onSelect={onSelect}>
              {t('select.begin')}
            </MenuItem>
            {!isOwn && (
              <>
                <MenuSeparator />
                <MenuItem icon={<LogOut />} onSelect={onLeave}>
                  {t('leave.begin')}
                </MenuItem>
              </>
            )}
            {isOwn && mayMake && (
              <>
                <MenuSeparator />
                <MenuItem icon={<Trash2 />} onSelect={() => void actions.trash([id])}>
                  {t('toTrash')}
                </MenuItem>
              </>
            )}
          </>
        ) : (
          <>
            <MenuItem icon={<RotateCcw />} onSelect={() => void actions.restore([id])}>
              {t('restore')}
            </MenuItem>
            <MenuItem icon={<ListChecks />} onSelect={onSelect}>
              {t('select.begin')}
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon={<Trash2 />} danger onSelect={onDelete}>
              {t('delete.begin')}
            </MenuItem>
          </>
        )}
      </MenuContent>
    </Menu>
  )
}
