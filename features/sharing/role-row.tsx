'use client'
import { Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'

import { linkRoles, type LinkRole } from '#features/sharing/link-role'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'
import { SelectField } from '#ui/select-field'

type RoleRowProps = {
  role: LinkRole
  roleLabel: string
  onRole: (role: LinkRole) => void
  removeLabel: string
  /** Asks before it goes: what that means, and the two answers. */
  question: string
  removeNow: string
  keep: string
  onRemove: () => void
  /** Whose role it is. */
  children: ReactNode
}

/** Something or somebody that has a role, which can be changed or, after a question in place, taken away. */
export function RoleRow({ role, roleLabel, onRole, removeLabel, children, ...asked }: RoleRowProps) {
  const t = useTranslations('sharing')
  const [asking, setAsking] = useState(false)
  const remove = useRef<HTMLButtonElement>(null)
  const keep = () => {
    setAsking(false)
    remove.current?.focus()
  }
  const keepOnEscape = (event: KeyboardEvent) => asking && event.key === 'Escape' && keep()
  return (
    <div data-own-escape={asking || undefined}>
      <div className="flex items-center gap-2">
        <div className="min-w-0 grow">{children}</div>
        <SelectField
          className="w-36 shrink-0"
          label={roleLabel}
          labelHidden
          value={role}
          options={linkRoles.map((value) => ({ value, name: t(`roles.${value}`) }))}
          onValueChange={onRole}
        />
        <IconButton
          ref={remove}
          label={removeLabel}
          icon={<Trash2 />}
          aria-expanded={asking}
          onKeyDown={keepOnEscape}
          onClick={() => setAsking(!asking)}
        />
      </div>
      {asking && (
        <div className="mt-2 rounded-md bg-danger-soft p-3">
          <p>{asked.question}</p>
          <div className="mt-2 flex gap-2">
            <Button variant="danger" onKeyDown={keepOnEscape} onClick={asked.onRemove}>
              {asked.removeNow}
            </Button>
            <Button variant="quiet" onKeyDown={keepOnEscape} onClick={keep}>
              {asked.keep}
            </Button>
          </div>
        </div>
      )}
    </div>
  )
}
