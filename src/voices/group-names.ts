// How groups of the ledger are called: a door, one or several desks, or a word of their own.

import { type Language, say } from '../core/i18n.ts'
import type { Station } from '../core/station.ts'
import { findDesk } from '../people/index.ts'
import { desksOf } from './rules/ledger.ts'

export function groupName(station: Station, groupId: string, language: Language): string {
  const t = station.words[language]
  const [kind = '', of = ''] = groupId.split(':')
  if (kind === 'clerks') return deskNames(station, desksOf(groupId), language)
  if (kind === 'residents')
    return t('voices.ledger.residents', { door: t(`voices.weighing.door.${of}`) })
  return t(`voices.ledger.group.${kind}`)
}

/** A list as the language makes it: desks that are summed are named together. */
export function deskNames(station: Station, desks: string[], language: Language): string {
  const names = desks.map((id) => {
    const desk = findDesk(station, id)
    return desk ? say(desk.name, language) : id
  })
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names)
}
