import { administratorOfPage } from '../administrator-of-page.ts'
import { LiveStatus } from './live-status.tsx'

/** How the servers are doing, as it happens and in the last hours. */
export default async function Page() {
  await administratorOfPage()
  return <LiveStatus />
}
