import './side-panel.css'
import type { ReactNode, Ref } from 'react'

type SidePanelProps = {
  /** What it is called for those who do not see it. */
  label: string
  /** Escape closes it too, from wherever in it the focus is. */
  onClose: () => void
  /** On a narrow screen: a sheet from below as high as its content, always as high, or all there is below the header. */
  below?: 'fitting' | 'tall' | 'whole'
  /** Beside the text, below what it begins at. */
  under?: 'header' | 'toolbar'
  /** So that it can be given the focus itself. */
  takesFocus?: boolean
  ref?: Ref<HTMLElement>
  children: ReactNode
}

/** What stands beside the text, one at a time, and gives it room again when it goes. */
export function SidePanel(props: SidePanelProps) {
  const { label, onClose, below = 'fitting', under = 'header', takesFocus = false, ref, children } = props
  return (
    // Escape leaves it from wherever in it the focus is.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      ref={ref}
      aria-label={label}
      {...(takesFocus ? { tabIndex: -1 } : {})}
      data-below={below}
      data-under={under}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
      className="side-panel fixed z-30 flex animate-appear flex-col border-line bg-surface text-sm text-text outline-none print:hidden"
    >
      {children}
    </aside>
  )
}
