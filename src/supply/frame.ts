// The frame of supply's pages: with the sheet that only they need.

import type { Context } from 'hono'
import { frameOf as coreFrame, type FrameOptions } from '../core/frame.ts'
import type { Web } from '../core/web.ts'
import type { PageFrame } from '../ui/layout.tsx'

export const frameOf = (c: Context<Web>, options: FrameOptions): PageFrame => ({
  ...coreFrame(c, options),
  styles: ['supply.css'],
})
