/** Those that come with Pliego; their words are in `i18n/messages/<locale>/templates.json`. */
export const templateNames = ['meeting', 'plan', 'letter', 'report'] as const

export type TemplateName = (typeof templateNames)[number]
