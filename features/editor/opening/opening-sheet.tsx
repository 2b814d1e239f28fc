// How text looks before its editor is here and after: it comes with the page, and not with the editor.
import '../editor.css'
import '../layout.css'
import '../colors/palette.css'
import '../blocks/blocks.css'
import '../find/find.css'
import '../footnotes/footnotes.css'
import '../long-text/long-text.css'
import '../mentions/mentions.css'
import '../outline/outline.css'
import '../suggesting/suggesting.css'
import '../previews/previews.css'
import type { ReactNode } from 'react'

import { ToolbarSpace } from '#features/editor/toolbar/toolbar-space.tsx'

/** The sheet where the editor's will stand. */
export function OpeningSheet({ withToolbar, children }: { withToolbar: boolean; children: ReactNode }) {
  return (
    <>
      {withToolbar && <ToolbarSpace />}
      <div className="desk">
        <div className="sheet">{children}</div>
      </div>
    </>
  )
}
