// The height profile of days on the route graph, with who decides where. Whoever shows it lists the
// same days beside it.

import { HeightProfile } from '../../ui/height-profile.tsx'
import { agencyName } from '../rules/facts.ts'
import type { PlaceNode, Places, TripDay } from '../schema.ts'
import type { Voice } from './words.ts'

export function TripProfile({
  t,
  lang,
  places,
  days,
}: Voice & { places: Places; days: TripDay[] }) {
  const points = days.flatMap((day, index) => {
    // The first stop of a day is last night's, and stands there already.
    const stops = index === 0 ? day.nodes : day.nodes.slice(1)
    return stops.flatMap((id, at) => {
      const node = places.nodes.get(id)
      if (!node) return []
      const isNight = day.lodging !== null && at === stops.length - 1
      const night = isNight ? places.lodgings.get(day.lodging ?? '') : undefined
      return [
        {
          label: node.name[lang],
          elevationMetres: node.elevationMetres,
          night: isNight,
          day: index + 1,
          agencies: [...agenciesAt(places, node), ...(night?.filing ? [night.filing] : [])],
        },
      ]
    })
  })
  const agencies = [...new Set(points.flatMap((point) => point.agencies))].map((id) => ({
    id,
    label: agencyName(places, id)[lang],
  }))
  return points.length < 2 ? null : (
    <HeightProfile t={t} points={points} agencies={agencies} isListed />
  )
}

const agenciesAt = (places: Places, node: PlaceNode): string[] => [
  ...node.controls.filter((control) => control.on === 'pass').map((control) => control.agency),
  ...(node.policeArea === null ? [] : [places.police.agency]),
]
