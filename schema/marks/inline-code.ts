import { Code as TipTapCode } from '@tiptap/extension-code'

/** Code has no other look; what is suggested or said of it stands beside it. */
export const Code = TipTapCode.extend({
  excludes: 'code bold italic strike underline highlight link subscript superscript textColor',
})
