// The trip question at its stages, for the gallery and the tests.

import type { Language, Translate } from '../../core/i18n.ts'
import { planOf } from '../rules/facts.ts'
import { TODAY, taichungPlaces } from '../taichung.examples.ts'
import { TripField } from './trip-field.tsx'

export interface Example {
  name: string
  render(voice: { t: Translate; lang: Language }): ReturnType<typeof TripField>
}

const field = (voice: { t: Translate; lang: Language }, value: unknown, pointer?: string) => (
  <TripField
    {...voice}
    id="trip"
    name="trip"
    value={value}
    errors={pointer === undefined ? [] : [{ pointer, message: 'places.trip_no_lodging' }]}
    places={taichungPlaces()}
    today={TODAY}
  />
)

const planned = (id: string, startOn: string) => {
  const route = taichungPlaces().routes.get(id)
  return { startOn, days: route ? planOf(route, startOn) : [] }
}

export const EXAMPLES: Example[] = [
  { name: 'nothing yet', render: (voice) => field(voice, null) },
  {
    name: 'begun at a trailhead',
    render: (voice) =>
      field(voice, {
        startOn: '2026-12-07',
        days: [{ on: '2026-12-07', nodes: ['xiangyang-entrance', 'xiangyang-hut'], lodging: null }],
      }),
  },
  {
    name: 'a whole trip over three agencies',
    render: (voice) => field(voice, planned('southern-section-2', '2026-12-28')),
  },
  {
    name: 'a night that is missing',
    render: (voice) => {
      const trip = planned('xueshan-main-east', '2026-12-07')
      const days = trip.days.map((day, index) => (index === 0 ? { ...day, lodging: null } : day))
      return field(voice, { ...trip, days }, '/days/0/lodging')
    },
  },
]
