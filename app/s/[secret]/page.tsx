import { openingMetadata } from '../opening-metadata.ts'
import { OpenLink } from '../open-link.tsx'

export const generateMetadata = openingMetadata

/** Where the address of a link leads. */
export default async function Page({ params }: PageProps<'/s/[secret]'>) {
  return <OpenLink secret={(await params).secret} />
}
