// @ts-check
import createNextIntlPlugin from 'next-intl/plugin'

const withNextIntl = createNextIntlPlugin('./i18n/request.ts')

/** @type {import('next').NextConfig} */
const nextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Bundled twice, Yjs would meet itself and refuse to merge; better-sqlite3 is native.
  serverExternalPackages: ['yjs', 'better-sqlite3'],
  // Without it a development page opened at 127.0.0.1 never hydrates.
  allowedDevOrigins: ['127.0.0.1'],
}

export default withNextIntl(nextConfig)
