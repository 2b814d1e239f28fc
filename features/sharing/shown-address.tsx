'use client'
import { Check, Link2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { Button } from '#ui/button'
import { copyText } from '#ui/copy-text'
import { TextField } from '#ui/text-field'

type ShownAddressProps = { label: string; hint: string; address: string; onDone: () => void }

/** An address the one time it can be seen, to be copied. */
export function ShownAddress({ label, hint, address, onDone }: ShownAddressProps) {
  const t = useTranslations('sharing.newLink')
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  return (
    <div className="mt-3 flex flex-col gap-3 rounded-md border border-line p-3">
      <TextField
        label={label}
        hint={hint}
        readOnly
        value={address}
        onFocus={(event) => event.target.select()}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={onDone}>
          {t('done')}
        </Button>
        <Button
          variant="primary"
          onClick={() => void copyText(address).then((copied) => setState(copied ? 'copied' : 'failed'))}
        >
          {state === 'copied' ? <Check aria-hidden /> : <Link2 aria-hidden />}
          <span aria-live="polite">{t(`copy.${state}`)}</span>
        </Button>
      </div>
    </div>
  )
}
