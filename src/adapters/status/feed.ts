// What changed at which agency, newest first, for feed readers and other programs. RFC 4287.

import { taipeiTime } from '../../core/clock.ts'
import { type Language, say, type Translate } from '../../core/i18n.ts'
import { sayMoment } from '../../core/moments.ts'
import type { Station } from '../../core/station.ts'
import { build } from '../kit/xml.ts'
import { listAdapters } from '../load.ts'
import { listAnnouncements } from '../store/announcements.ts'
import { listNewestSpells } from '../store/spells.ts'
import { standingWord } from './words.ts'

const ENTRIES = 50

interface Reader {
  t: Translate
  lang: Language
}

export async function standingsFeed(station: Station, { t, lang }: Reader): Promise<string> {
  const { clock, config, city } = station
  const page = `${config.baseUrl}/adapters`
  const entries = await entriesOf(station, { t, lang, page })
  return build({
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      '@xml:lang': lang,
      id: `${page}/feed`,
      title: `${say(city.name, lang)}：${t('adapters.title')}`,
      updated: taipeiTime(entries[0]?.updated ?? clock.now()),
      author: { name: say(city.name, lang) },
      link: [{ '@rel': 'self', '@href': `${page}/feed` }, { '@href': page }],
      entry: entries.slice(0, ENTRIES).map(({ id, title, updated, adapterId, summary }) => ({
        id,
        title,
        updated: taipeiTime(updated),
        link: { '@href': `${page}/${adapterId}` },
        summary,
      })),
    },
  })
}

/** Changes and announcements, newest first. */
async function entriesOf(station: Station, { t, lang, page }: Reader & { page: string }) {
  const { db, clock } = station
  const now = clock.now()
  const nameOf = (adapterId: string) =>
    say(
      listAdapters(station).find(({ describe }) => describe.id === adapterId)?.describe.title ?? {
        'zh-TW': adapterId,
        en: adapterId,
      },
      lang,
    )

  const spells = (await listNewestSpells(db, ENTRIES)).map((spell) => ({
    id: `${page}/${spell.adapterId}#spell-${spell.spellId}`,
    title: `${nameOf(spell.adapterId)}：${standingWord(spell.standing, t)}`,
    updated: spell.fromAt,
    adapterId: spell.adapterId,
    summary: sayMoment(spell.fromAt, lang),
  }))
  const announced = (await listAnnouncements(db, { now })).map((one) => ({
    id: `${page}/${one.adapterId}#${one.announcementId}`,
    title: `${nameOf(one.adapterId)}：${t('adapters.status.announced')}`,
    updated: one.announcedAt,
    adapterId: one.adapterId,
    summary: t('adapters.status.announced_words', {
      from: sayMoment(one.fromAt, lang),
      to: sayMoment(one.toAt, lang),
      reason: one.reason,
    }),
  }))
  return [...spells, ...announced].sort((a, b) => b.updated.getTime() - a.updated.getTime())
}
