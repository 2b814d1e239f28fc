/** Length is what makes a password hard to guess; nothing else is asked for. */
export const minPasswordLength = 8
export const maxPasswordLength = 128
