// What somebody does here, in words: the desks they work at, the agency they answer for.

import { type Language, say } from '../../core/i18n.ts'
import type { Station } from '../../core/station.ts'
import { findAgency, findDesk } from '../agencies.ts'
import type { Duty } from '../store.ts'

export function dutyWords(station: Station, duties: Duty[], lang: Language): string {
  const t = station.words[lang]
  if (duties.length === 0) return t('people.role.resident')
  const words = duties.map(({ role, deskId, agencyId }) => {
    const place =
      (deskId && findDesk(station, deskId)) || (agencyId && findAgency(station, agencyId))
    return place
      ? t('people.duty', { place: say(place.name, lang), role: t(`people.role.${role}`) })
      : t(`people.role.${role}`)
  })
  return new Intl.ListFormat(lang, { type: 'conjunction' }).format(words)
}
