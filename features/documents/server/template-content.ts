import 'server-only'
import { getSchema } from '@tiptap/core'

import { templateNames, type TemplateName } from '#features/documents/templates/template-names'
import { readMarkdown } from '#formats/markdown/read-markdown'
import type { Locale } from '#i18n/locales'
import { loadMessages } from '#i18n/messages'
import type { DocumentContent } from '#schema/document-content'
import { documentExtensions } from '#schema/document-extensions'

export function isTemplateName(value: unknown): value is TemplateName {
  return templateNames.some((name) => name === value)
}

/** What a document begins with that is made from one of our templates; it is called by its first heading. */
export async function templateContent(name: TemplateName, locale: Locale): Promise<DocumentContent> {
  const { templates } = (await loadMessages(locale)) as {
    templates: Record<TemplateName, { text: string }>
  }
  const doc = readMarkdown(templates[name].text, getSchema(documentExtensions()), { imageSource: () => null })
  return { title: null, content: doc.toJSON() }
}
