import type { ReactNode } from 'react';
import { encode } from 'uqr';

/** Clear space around it, in modules (ISO/IEC 18004). */
const QUIET_ZONE = 4;

interface Props {
  readonly text: string;
  readonly label: string;
}

/** Dark on light in every scheme, as scanners expect it: one path, a step a dark module. */
export function QrCode({ text, label }: Props): ReactNode {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET_ZONE });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${String(x)} ${String(y)}h1v1h-1z` : [])));
  return (
    <svg role="img" aria-label={label} className="qr" viewBox={`0 0 ${String(size)} ${String(size)}`} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path d={dark.join('')} fill="#000000" />
    </svg>
  );
}
