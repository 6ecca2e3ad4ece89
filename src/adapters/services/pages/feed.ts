// Wishes and their answers as an Atom feed (RFC 4287): an entry changes when its answer comes.

import { LANG_TAG, type Language, type Translate } from '../../../core/i18n.ts'
import { machineMoment } from '../../../core/moments.ts'
import { build } from '../../kit/xml.ts'
import type { Wish } from '../schema.ts'

interface Feed {
  wishes: Wish[]
  baseUrl: string
  cityName: string
  lang: Language
  t: Translate
  now: Date
}

export function wishesFeed({ wishes, baseUrl, cityName, lang, t, now }: Feed): string {
  const updatedAt = new Date(Math.max(0, ...wishes.map((wish) => changedAt(wish).getTime())))
  return build({
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      '@xml:lang': LANG_TAG[lang],
      id: `${baseUrl}/services/wishes`,
      title: t('adapters.wishes_title'),
      updated: machineMoment(wishes.length > 0 ? updatedAt : now),
      author: { name: cityName },
      link: [
        { '@rel': 'self', '@href': `${baseUrl}/services/wishes.atom` },
        { '@rel': 'alternate', '@href': `${baseUrl}/services/wishes` },
      ],
      entry: wishes.map((wish) => ({
        '@xml:lang': LANG_TAG[wish.language],
        id: `${baseUrl}/services/wishes/${wish.number}`,
        title: t('adapters.wish_between', { from: wish.fromSystem, to: wish.toSystem }),
        published: machineMoment(wish.wishedAt),
        updated: machineMoment(changedAt(wish)),
        link: { '@rel': 'alternate', '@href': `${baseUrl}/services/wishes/${wish.number}` },
        content: wish.answer === null ? wish.why : `${wish.why}\n\n${wish.answer}`,
      })),
    },
  })
}

const changedAt = ({ answeredAt, wishedAt }: Wish): Date => answeredAt ?? wishedAt
