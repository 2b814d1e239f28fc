/** By which the library knows the one provider that there can be; part of the address it sends people back to. */
export const oidcProviderId = 'oidc'
