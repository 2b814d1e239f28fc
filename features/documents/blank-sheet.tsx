/** Two folded sheets with a caret each: where there is nothing to show yet. */
export function BlankSheet() {
  return (
    <svg viewBox="0 0 200 150" className="h-36 w-48" fill="none" aria-hidden>
      <g transform="rotate(-7 84 80)">
        <path
          d="M44 22h56l22 22v88a6 6 0 0 1-6 6H44a6 6 0 0 1-6-6V28a6 6 0 0 1 6-6Z"
          className="fill-surface stroke-line"
          strokeWidth="1.5"
        />
      </g>
      <g transform="rotate(4 116 78)">
        <path
          d="M82 14h56l24 24v92a6 6 0 0 1-6 6H82a6 6 0 0 1-6-6V20a6 6 0 0 1 6-6Z"
          className="fill-sheet stroke-line"
          strokeWidth="1.5"
        />
        <path d="M138 14v18a6 6 0 0 0 6 6h18Z" className="fill-accent-soft stroke-line" strokeWidth="1.5" />
        <path d="M90 58h38M90 74h54M90 90h26" className="stroke-line" strokeWidth="5" strokeLinecap="round" />
        <path d="M121 83v14" stroke="#2ea396" strokeWidth="2.5" strokeLinecap="round" />
        <rect x="121" y="76" width="16" height="7" rx="2" fill="#2ea396" />
        <path d="M133 51v14" stroke="#e36f7c" strokeWidth="2.5" strokeLinecap="round" />
        <rect x="133" y="44" width="20" height="7" rx="2" fill="#e36f7c" />
      </g>
    </svg>
  )
}
