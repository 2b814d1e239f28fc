// @ts-check
import createNextIntlPlugin from 'next-intl/plugin'

const withNextIntl = createNextIntlPlugin({
  requestConfig: './i18n/request.ts',
  experimental: {
    messages: {
      path: ['./i18n/messages/en', './i18n/messages/es'],
      format: 'json',
      locales: 'infer',
      sourceLocale: 'en',
      // Sentences arrive parsed, so that no page carries the parser.
      precompile: true,
    },
  },
})

const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  // An address is the key to a document: no other site is told.
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
]

/** @type {import('next').NextConfig} */
const nextConfig = {
  reactStrictMode: true,
  // A whole test run has looked at them just before.
  typescript: { ignoreBuildErrors: process.env.TYPES_ARE_CHECKED === '1' },
  poweredByHeader: false,
  // Bundled twice, Yjs would meet itself and refuse to merge; better-sqlite3 is native.
  serverExternalPackages: ['yjs', 'better-sqlite3'],
  // Without it a development page opened at 127.0.0.1 never hydrates.
  allowedDevOrigins: ['127.0.0.1'],
  turbopack: {
    // lib0 names Node's Buffer in branches that only Node takes; every document page would carry a copy.
    resolveAlias: { 'next/dist/compiled/buffer': { browser: './features/editor/session/no-buffer.ts' } },
  },
  // Development logs every request; the address of a link is its secret.
  logging: { incomingRequests: { ignore: [/^\/s\//] } },
  // Nothing here makes pictures smaller, and so nobody has the server do it.
  images: { unoptimized: true },
  // Next keeps a body in memory for `proxy.ts`, 10 MB if it is not told; what is larger of ours goes past it.
  experimental: { proxyClientMaxBodySize: '64kb' },
  // The Content-Security-Policy of pages has a nonce and comes from proxy.ts.
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
}

export default withNextIntl(nextConfig)
