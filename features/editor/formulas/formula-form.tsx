'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'

import { Formulas } from '#features/editor/previews/formulas'
import type { Problem } from '#features/editor/previews/previews'
import { Button } from '#ui/button'
import { TextField } from '#ui/text-field'

type FormulaFormProps = {
  tex: string
  onChange: (tex: string) => void
  onDone: (tex: string) => void
}

/** TeX, and at each change what it looks like or what is wrong with it. */
export function FormulaForm({ tex, onChange, onDone }: FormulaFormProps) {
  const t = useTranslations('editor')
  const [source, setSource] = useState(tex)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [formulas] = useState(() => new Formulas())
  const preview = useRef<HTMLDivElement>(null)
  useEffect(() => {
    onChange(source)
    const element = preview.current
    if (!element) return undefined
    let isWanted = true
    const show = async () => {
      const found = source.trim() === '' ? null : await formulas.draw(element, source, false, () => isWanted)
      if (!isWanted) return
      if (source.trim() === '') element.replaceChildren()
      setProblem(found)
    }
    void show()
    return () => {
      isWanted = false
    }
  }, [source, formulas, onChange])
  return (
    <form
      className="flex w-80 max-w-full flex-col gap-3 p-3"
      onSubmit={(event) => {
        event.preventDefault()
        onDone(source.trim())
      }}
    >
      <TextField
        label={t('formula.source')}
        value={source}
        placeholder="\frac{a}{b}"
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={5000}
        hint={problem ? undefined : t('formula.hint')}
        error={problem ? t(`nodes.${problem.key}`, 'values' in problem ? problem.values : {}) : undefined}
        onChange={(event) => setSource(event.target.value)}
      />
      <div
        ref={preview}
        className={`formula-preview min-h-10 overflow-x-auto text-center text-lg ${problem ? 'opacity-50' : ''}`}
      />
      <Button type="submit" variant="primary" className="self-end">
        {t('formula.apply')}
      </Button>
    </form>
  )
}
