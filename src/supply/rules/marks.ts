// The drawing of each level on a grid of 20 by 20, the same on the page and on the map: told apart by
// shape alone, without its colour.

import type { Level } from './levels.ts'

export interface Mark {
  d: string
  /** Else it is drawn as a line. */
  isFilled: boolean
}

export const MARKS: Record<Level, Mark> = {
  plenty: { d: 'M10 2.5L18.5 17H1.5Z', isFilled: true },
  some: { d: 'M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15Z', isFilled: true },
  few: { d: 'M10 17.5L1.5 3h17Z', isFilled: true },
  none: { d: 'M4 4h12v12H4Z', isFilled: false },
  promised: { d: 'M2.5 5.5h15v3a1.6 1.6 0 0 0 0 3v3h-15v-3a1.6 1.6 0 0 0 0-3Z', isFilled: false },
  finished: { d: 'M4 4l12 12M16 4L4 16', isFilled: false },
  disputed: { d: 'M4 7.5h12M4 12.5h12M14 3.5L6 16.5', isFilled: false },
  unreported: { d: 'M10 3a7 7 0 1 0 0 14a7 7 0 0 0 0-14M10 6.2V10l2.6 1.8', isFilled: false },
  unsaid: { d: 'M7 7.4a3 3 0 1 1 4.4 2.7q-1.4.8-1.4 2.4M10 15.6v.4', isFilled: false },
  never: { d: 'M4 10h12', isFilled: false },
}
