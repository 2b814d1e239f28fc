/** The sheet with its fold, and the name where there is room. */
export function Logo({ withName = false }: { withName?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2">
      <svg viewBox="0 0 24 24" className="size-6" fill="none" aria-hidden>
        <path
          d="M5 3.5h9.5L20 9v10a2 2 0 0 1-2 2H5a1 1 0 0 1-1-1V4.5a1 1 0 0 1 1-1Z"
          className="fill-accent"
        />
        <path d="M14.5 3.5V8a1 1 0 0 0 1 1H20Z" className="fill-sheet" fillOpacity=".55" />
        <path d="M8 13h8M8 16.5h5" className="stroke-on-accent" strokeWidth="1.6" strokeLinecap="round" />
      </svg>
      {withName && <span className="text-lg font-semibold tracking-tight">Pliego</span>}
    </span>
  )
}
