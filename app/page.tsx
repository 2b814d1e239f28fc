import { Home } from '#features/documents/home.tsx'

export default function Page() {
  return <Home />
}
