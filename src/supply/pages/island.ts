// A list or a site's page left open stays as new as everybody's number, and can be put in order from
// where the reader is: only after a press, and the position goes nowhere but into that one question.

import { island } from '../../ui/island.ts'
import type { Bounds, Hearing } from '../rules/levels.ts'
import { sayUntil } from '../rules/saying.ts'
import { HEARD, type Heard, Live, type News } from './browser/live.ts'
import { locate } from './browser/locate.ts'
import { pageLanguage, renewMoment, renewSite } from './browser/renew.ts'

/** Somebody who hears the page is told of changes no more often than this. */
const SAY_MS = 10_000

island<HTMLElement>('supply-live', (page) => {
  const { api = '', sequence, seen, now = '', stale, items: listed = '[]' } = page.dataset
  const items = JSON.parse(listed) as Bounds[]
  const hearing: Hearing = {
    now: Date.parse(now),
    seen: seen || null,
    staleAfterMinutes: Number(stale),
  }
  const sites = () => page.querySelectorAll<HTMLElement>('[data-site]')
  const announce = announcer(page)

  const onNews = (news: News) => {
    const rows = new Map(news.sites.map((row) => [row.id, row]))
    let isMoved = news.left.length > 0
    for (const site of sites()) {
      const row = rows.get(site.dataset.site ?? '')
      if (!row || !renewSite(site, row, items, hearing)) continue
      announce(site.querySelector('.site-name a, h1')?.textContent ?? '')
      isMoved = true
    }
    const again = page.querySelector<HTMLElement>('[data-again]')
    if (again && isMoved) again.hidden = false
    renewMoment(news, hearing.now)
    tell({ news, hearing })
  }
  const onTime = () => {
    for (const site of sites()) renewSite(site, JSON.parse(site.dataset.row ?? ''), items, hearing)
    tell({ news: null, hearing })
  }
  const onLine = (isOnline: boolean) => showLine(page, isOnline, hearing)
  new Live({ api, sequence: Number(sequence), hearing, onNews, onTime, onLine })
  locate(page)
})

/** The map on the same page listens here and not a second time to the city. */
function tell(detail: Heard): void {
  document.dispatchEvent(new CustomEvent(HEARD, { detail }))
}

function announcer(page: HTMLElement): (name: string) => void {
  const region = page.querySelector<HTMLElement>('[data-said]')
  const names = new Set<string>()
  const say = () => {
    const all = [...names].join(pageLanguage() === 'en' ? ', ' : '、')
    names.clear()
    if (region) region.textContent = (region.dataset.said ?? '').replace('{names}', all)
  }
  return (name) => {
    if (names.size === 0) setTimeout(say, SAY_MS)
    names.add(name)
  }
}

function showLine(page: HTMLElement, isOnline: boolean, { now }: Hearing): void {
  const notice = page.querySelector<HTMLElement>('[data-offline]')
  if (!notice || notice.hidden === isOnline) return
  notice.hidden = isOnline
  const at = document.querySelector('[data-moment="time"]')?.getAttribute('datetime')
  const time = at ? sayUntil(at, now, pageLanguage()) : ''
  notice.textContent = isOnline ? '' : (notice.dataset.offline ?? '').replace('{time}', time)
}
