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

/** What everyone may look at, by the module that shows it. */
const OPEN_PAGES = [
  { module: 'cases', href: '/cases/search', key: 'core.footer_find' },
  { module: 'people', href: '/agencies', key: 'core.footer_agencies' },
  { module: 'places', href: '/places', key: 'core.footer_places' },
  { module: 'adapters', href: '/adapters', key: 'core.footer_adapters' },
  { module: 'adapters', href: '/services', key: 'core.footer_services' },
  { module: 'promises', href: '/promises', key: 'core.footer_promises' },
  { module: 'supply', href: '/supply', key: 'core.footer_supply' },
  { module: 'voices', href: '/voices', key: 'core.footer_voices' },
  { module: 'voices', href: '/ledger', key: 'core.footer_ledger' },
  { module: 'core', href: '/log', key: 'core.footer_log' },
]

export function frameOf(c: Context<Web>, options: FrameOptions): PageFrame {
  const { station, lang, t, actor } = c.var
  return {
    t,
    lang,
    path: c.req.path,
    cityName: say(station.city.name, lang),
    signedInAs: actor?.name ?? null,
    hasDesk: actor?.roles.some((role) => role !== 'resident') ?? false,
    links: OPEN_PAGES.filter(
      ({ module }) => !(station.city.modulesOff as string[]).includes(module),
    ).map(({ href, key }) => ({ href, text: t(key) })),
    ...(station.config.sandbox ? { banner: t('core.demo_banner') } : {}),
    ...options,
  }
}
