/** Called by Next once, when the app's server starts. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { appConfig } = await import('#features/documents/server/app-config')
  const { dropForwardedHeaders } = await import('#features/documents/server/forwarded-headers')
  if (!appConfig().trustProxy) dropForwardedHeaders()
  const { accessNotices } = await import('./app/api/announce-access.ts')
  // What the collab server was not told before we stopped.
  accessNotices().retryLater()
}
