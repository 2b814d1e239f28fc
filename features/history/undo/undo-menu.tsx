import { Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'

import type { PersonOfHistory } from '#features/history/people-of-history'
import { useVersionWords } from '#features/history/use-version-words'
import { IconButton } from '#ui/icon-button'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '#ui/menu'

type UndoMenuProps = {
  /** Who has written, by their places in the life; those of the version that is shown first. */
  writers: readonly number[]
  people: readonly PersonOfHistory[]
  onChoose: (person: number) => void
}

/** Whose work is to be undone, all else kept. */
export function UndoMenu({ writers, people, onChoose }: UndoMenuProps) {
  const t = useTranslations('history.undo')
  const { nameOf } = useVersionWords(people)
  return (
    <Menu>
      <MenuTrigger>
        <IconButton label={t('open')} icon={<Undo2 />} />
      </MenuTrigger>
      <MenuContent align="end">
        {writers.map((person) => (
          <MenuItem
            key={person}
            icon={
              <span
                aria-hidden
                className="size-2.5 shrink-0 rounded-full"
                style={{ backgroundColor: people[person]?.color }}
              />
            }
            onSelect={() => onChoose(person)}
          >
            {t('of', { name: nameOf(person) })}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  )
}
