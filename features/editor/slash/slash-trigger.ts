import { typedQuery } from '#features/editor/typed-menu/typed-query'

/** What is typed after a `/` finds what can be put there. */
export const slashTyped = typedQuery({ name: 'slashTrigger', sign: '/', accepts: () => true })
