'use client'
import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { RadioGroup } from 'radix-ui'
import { useState } from 'react'

import { GuestBadge } from '#features/guests/guest-badge.tsx'
import { maxNameLength } from '#features/guests/guest-names'
import type { Guest } from '#features/guests/guest-profile-context.tsx'
import { peopleColors } from '#features/guests/people-colors'
import { Button } from '#ui/button'
import { inkOn } from '#ui/ink-on'
import { TextField } from '#ui/text-field'

type GuestNameEditorProps = {
  guest: Guest
  /** In which others see them here: another than the chosen one where somebody else has that. */
  colorHere: string
  onDone: () => void
}

/** Name and colour by which others know this guest; both take effect at once. */
export function GuestNameEditor({ guest, colorHere, onDone }: GuestNameEditorProps) {
  const t = useTranslations('guests')
  const [draft, setDraft] = useState(guest.name)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        guest.rename(draft)
        onDone()
      }}
    >
      <div className="flex items-center gap-3">
        <GuestBadge name={draft || guest.name} color={colorHere} />
        <p className="text-muted">{t('explain')}</p>
      </div>
      <TextField
        className="mt-3"
        label={t('name')}
        value={draft}
        maxLength={maxNameLength}
        autoComplete="nickname"
        onChange={(event) => setDraft(event.target.value)}
        // A name that was only suggested does not become one's own by looking at it.
        onBlur={() => draft !== guest.name && guest.rename(draft)}
      />
      <RadioGroup.Root
        aria-label={t('color')}
        value={guest.color}
        onValueChange={guest.recolor}
        className="mt-4 grid grid-cols-6 gap-2"
      >
        {peopleColors.map(({ key, color }) => (
          <RadioGroup.Item
            key={key}
            value={color}
            aria-label={t(`colors.${key}`)}
            title={t(`colors.${key}`)}
            className="grid h-target place-items-center rounded-md"
            style={{ backgroundColor: color, color: inkOn(color) }}
          >
            <RadioGroup.Indicator>
              <Check className="size-4" strokeWidth={3} />
            </RadioGroup.Indicator>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
      {colorHere !== guest.color && <p className="mt-3 text-muted">{t('colorTaken')}</p>}
      <div className="mt-4 flex justify-end">
        <Button type="submit" variant="primary">
          {t('done')}
        </Button>
      </div>
    </form>
  )
}
