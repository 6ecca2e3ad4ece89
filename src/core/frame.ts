// What a page's frame needs of the request, gathered in one place.

import type { Context } from 'hono'
import type { PageFrame } from '../ui/layout.tsx'
import { say } from './i18n.ts'
import type { Web } from './web.ts'

export interface FrameOptions {
  title: string
  hasError?: boolean
  islands?: string[]
  wide?: boolean
  noIndex?: boolean
}

export function frameOf(c: Context<Web>, options: FrameOptions): PageFrame {
  const { station, lang, t, actor } = c.var
  return {
    t,
    lang,
    path: c.req.path,
    cityName: say(station.city.name, lang),
    signedInAs: actor?.name ?? null,
    ...(station.config.sandbox ? { banner: t('core.demo_banner') } : {}),
    ...options,
  }
}
