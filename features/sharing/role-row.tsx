'use client'
import { Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'

import { linkRoles, type LinkRole } from '#features/sharing/link-role'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'
import { SelectField } from '#ui/select-field'

/** What something would mean, and what does it. */
type Question = { readonly question: string; readonly now: string; readonly onNow: () => void }

type RoleRowProps = {
  role: LinkRole
  roleLabel: string
  onRole: (role: LinkRole) => void
  removeLabel: string
  /** Taking it away, for which is asked first. */
  removal: Question
  /** Making them the owner, in the same way, where that can be. */
  handOver?: Question & { readonly name: string }
  keep: string
  /** Whose role it is. */
  children: ReactNode
}

/** Something or somebody that has a role, which can be changed or, after a question in place, taken away. */
export function RoleRow({
  role,
  roleLabel,
  onRole,
  removeLabel,
  removal,
  handOver,
  keep,
  children,
}: RoleRowProps) {
  const t = useTranslations('sharing')
  const [asking, setAsking] = useState<'removal' | 'handOver' | null>(null)
  const question = asking === 'removal' ? removal : asking === 'handOver' ? handOver : undefined
  const remove = useRef<HTMLButtonElement>(null)
  const stay = () => {
    setAsking(null)
    remove.current?.focus()
  }
  const keepOnEscape = (event: KeyboardEvent) => asking && event.key === 'Escape' && stay()
  return (
    <div data-own-escape={asking ? true : undefined}>
      <div className="flex items-center gap-2">
        <div className="min-w-0 grow">{children}</div>
        <SelectField
          className="w-36 shrink-0"
          label={roleLabel}
          labelHidden
          value={role}
          options={[
            ...linkRoles.map((value) => ({ value, name: t(`roles.${value}`) })),
            ...(handOver ? [{ value: 'owner' as const, name: handOver.name }] : []),
          ]}
          onValueChange={(next) => (next === 'owner' ? setAsking('handOver') : onRole(next))}
        />
        <IconButton
          ref={remove}
          label={removeLabel}
          icon={<Trash2 />}
          aria-expanded={asking === 'removal'}
          onKeyDown={keepOnEscape}
          onClick={() => setAsking(asking === 'removal' ? null : 'removal')}
        />
      </div>
      {question && (
        <div className="mt-2 rounded-md bg-danger-soft p-3">
          <p>{question.question}</p>
          <div className="mt-2 flex gap-2">
            <Button variant="danger" onKeyDown={keepOnEscape} onClick={question.onNow}>
              {question.now}
            </Button>
            <Button variant="quiet" onKeyDown={keepOnEscape} onClick={stay}>
              {keep}
            </Button>
          </div>
        </div>
      )}
    </div>
  )
}
