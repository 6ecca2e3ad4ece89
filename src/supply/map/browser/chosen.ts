// The line of the site that was pressed, below the map: the same facts as in the list. For the
// browser.

import { tagFor } from '../../pages/browser/renew.ts'
import { weekTime } from '../../rules/hours.ts'
import type { Hearing, Told } from '../../rules/levels.ts'
import { closesAt, windowsToday } from '../../rules/today.ts'
import { openIn } from '../../rules/wanted.ts'
import type { SiteRecord } from './records.ts'

/** Written by the server, by key. */
export type Words = Record<string, string>

export function showChosen(
  panel: HTMLElement,
  site: SiteRecord,
  { told, hearing, words }: { told: Told[]; hearing: Hearing; words: Words },
): void {
  const name = make('h3', 'site-name')
  const link = make('a')
  link.setAttribute('href', `${words.sites}/${encodeURIComponent(site.id)}`)
  link.lang = 'zh-Hant-TW'
  link.textContent = site.name
  name.append(link)

  const stocks = make('dl', 'stocks')
  stocks.append(...told.flatMap((one) => tagFor(one, hearing) ?? []))

  const when = make('p', 'site-open')
  when.textContent = sayWhen(site, new Date(hearing.now), words)

  const where = make('p', 'site-where')
  const address = make('span')
  address.lang = 'zh-Hant-TW'
  address.textContent = site.address
  where.append(address)
  if (site.phone) {
    const phone = make('a')
    phone.setAttribute('href', `tel:${site.phone.replaceAll(/[^\d+]/g, '')}`)
    phone.textContent = site.phone
    where.append(phone)
  }
  panel.replaceChildren(name, stocks, when, where)
  panel.hidden = false
}

function sayWhen({ hours }: SiteRecord, now: Date, words: Words): string {
  const open = openIn(hours, weekTime(now))
  if (open === null) return words.unknown ?? ''
  const until = closesAt(hours, now) ?? ''
  const state = open ? (words.open ?? '').replace('{until}', until) : words.closed
  const windows = windowsToday(hours, now).map(
    ({ kind, spans }) =>
      `${words[kind]} ${spans.map(([from, to]) => `${from}–${to}`).join(words.comma)}`,
  )
  return [state, ...windows].join(words.semicolon)
}

function make(name: string, className = ''): HTMLElement {
  const element = document.createElement(name)
  element.className = className
  return element
}
