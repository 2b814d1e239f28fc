import { getSchema } from '@tiptap/core'
import { describe, expect, it } from 'vitest'

import { isTemplateName, templateContent } from '#features/documents/server/template-content'
import { templateNames } from '#features/documents/templates/template-names'
import { locales } from '#i18n/locales'
import { documentExtensions } from '#schema/document-extensions'

describe.each(locales)('in %s', (locale) => {
  it.each(templateNames)('the template %s is a valid document with words in it', async (name) => {
    const { title, content } = await templateContent(name, locale)
    const doc = getSchema(documentExtensions()).nodeFromJSON(content)
    expect(() => doc.check()).not.toThrow()
    expect(title).toBeNull()
    expect(doc.textContent.length).toBeGreaterThan(150)
    // Nothing of the Markdown it was written in is left over.
    expect(doc.textContent).not.toMatch(/[\\|#]|\*\*|- \[/)
  })
})

it('has tables and tasks where a plan wants them', async () => {
  const { content } = await templateContent('plan', 'es')
  const names = new Set<string>()
  getSchema(documentExtensions())
    .nodeFromJSON(content)
    .descendants((node) => void names.add(node.type.name))
  expect([...names]).toEqual(expect.arrayContaining(['table', 'taskList', 'blockquote', 'heading']))
})

it.each(['constructor', '', null, 'Meeting'])('knows no template %j', (name) => {
  expect(isTemplateName(name)).toBe(false)
})
