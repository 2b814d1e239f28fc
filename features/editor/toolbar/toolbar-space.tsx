/** Where the toolbar will be, so that the sheet below does not move when it comes. */
export function ToolbarSpace() {
  return (
    <div className="editor-bar sticky top-header z-20 h-toolbar border-b border-line bg-surface print:hidden" />
  )
}
