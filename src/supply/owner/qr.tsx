// A link as a square to point a phone at. White ground and black squares in every scheme: readers
// want it so.

import { encodeQR } from 'qr'

/** Modules of quiet ground around it (ISO/IEC 18004). */
const QUIET = 4

export function QrCode(props: { text: string; label: string }) {
  const rows = encodeQR(props.text, 'raw', { ecc: 'medium', border: QUIET })
  const path = rows
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('')
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      role="img"
      aria-label={props.label}
    >
      <rect class="qr-ground" width={rows.length} height={rows.length} />
      <path class="qr-ink" d={path} />
    </svg>
  )
}
