import { redirect } from 'next/navigation'

import { administratorOfPage } from '../admin/administrator-of-page.ts'

/** A short address for whoever administers; for everybody else there is no such page. */
export default async function Page() {
  await administratorOfPage()
  redirect('/admin/status')
}
