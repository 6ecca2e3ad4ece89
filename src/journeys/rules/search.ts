// Journeys as life events, narrowed down to what somebody is looking for.

import type { LifeEvent } from '../definition/load.ts'
import type { Journey } from '../schema.ts'

export interface LifeEventGroup {
  event: LifeEvent
  journeys: Journey[]
}

/** Every word of `q` must stand somewhere in a journey's words. Empty finds everything. */
export function searched(
  journeys: Journey[],
  lifeEvents: LifeEvent[],
  q: string,
): LifeEventGroup[] {
  const wanted = folded(q).split(/\s+/).filter(Boolean)
  return lifeEvents
    .map((event) => ({
      event,
      journeys: journeys.filter((journey) => {
        const text = wordsOf(journey, event)
        return journey.lifeEvent === event.id && wanted.every((word) => text.includes(word))
      }),
    }))
    .filter((group) => group.journeys.length > 0)
}

const MOST_KEPT_LETTERS = 20

/**
 * What was searched for, as it may be counted; null when it could say something of a person: digits,
 * an address, or more than a few words.
 */
export function countable(q: string): string | null {
  const words = folded(q).trim().split(/\s+/).join(' ')
  if (words === '' || words.length > MOST_KEPT_LETTERS) return null
  return /[\p{N}@/\\]/u.test(words) ? null : words
}

/** 台 is 臺, wide is narrow, capitals are small. */
const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('台', '臺')

function wordsOf(journey: Journey, event: LifeEvent): string {
  const texts = [
    event.title,
    journey.title,
    journey.summary,
    ...journey.legs.map((leg) => leg.title),
    ...journey.start.needs,
    ...(journey.keywords ?? []),
  ]
  return folded(texts.flatMap((text) => [text['zh-TW'], text.en]).join('\n'))
}
