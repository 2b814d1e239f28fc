import { typedQuery } from '#features/editor/typed-menu/typed-query'

/** Before it, a colon is more likely just a colon, and too many emoji would fit. */
export const shortestName = 2

/** What is typed after a `:` finds emoji, `:smile`. */
export const emojiTyped = typedQuery({
  name: 'emojiTyped',
  sign: ':',
  accepts: (text) => /^[\p{L}\p{M}\d_+-]*$/u.test(text),
})
