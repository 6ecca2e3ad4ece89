// Two gates before a journey goes live: everybody it touches was told, and whoever answers for it has
// gone through it. A prototype passes both: it files nothing.

import type { LocalText } from '../core/errors.ts'
import { type Gate, registerGate, type Subject } from '../core/gates.ts'
import { LANGUAGES } from '../core/i18n.ts'
import type { Station } from '../core/station.ts'
import type { Journey } from '../journeys/index.ts'
import { listRunsOf } from './actions/trials.ts'
import { agenciesOf, whatIsMissing } from './actions/weighings.ts'
import { missingWays } from './rules/trial.ts'
import type { Way } from './schema/trial.ts'

const told: Gate = {
  id: 'told',
  what: 'journey',
  module: 'voices',
  title: { 'zh-TW': '受影響的人都知道了', en: 'Everybody concerned has been told' },
  check: async (station, db, subject) => {
    const journey = journeyOf(subject)
    if (journey.status === 'prototype') return []
    const { id, version } = subject
    return whatIsMissing(station, db, {
      what: 'journey',
      id,
      version,
      agencies: agenciesOf(journey),
    })
  },
}

const tried: Gate = {
  id: 'tried',
  what: 'journey',
  module: 'voices',
  title: { 'zh-TW': '負責人自己走過', en: 'Whoever answers for it has gone through it' },
  check: async (station, db, subject) => {
    if (journeyOf(subject).status !== 'live') return []
    const { id, version, digest = '' } = subject
    const runs = await listRunsOf(station, db, { journeyId: id, version, digest })
    return missingWays(runs).map((way) => missingWords(station, way))
  },
}

export function registerGates(): void {
  registerGate(told)
  registerGate(tried)
}

function missingWords(station: Station, way: Way): LocalText {
  const [zh = '', en = ''] = LANGUAGES.map((language) => {
    const t = station.words[language]
    return t('voices.trial.gate_missing', { way: t(`voices.trial.way.${way}`) })
  })
  return { 'zh-TW': zh, en }
}

const journeyOf = ({ content }: Subject) => content as Journey
