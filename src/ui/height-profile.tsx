// The height profile of a trip: one sees how high, how long, where the nights are, and why several
// agencies are concerned. The table says the same and is what a screen reader gets.

import type { Translate } from '../core/i18n.ts'
import { ProfileDrawing } from './profile-drawing.tsx'
import type { ProfileAgency, ProfilePoint } from './profile-scale.ts'
import { Table } from './table.tsx'

const PHONE_WIDTH = 328
/** The reading column, so that letters keep their size. */
const DESK_WIDTH = 612

export function HeightProfile(props: {
  t: Translate
  points: ProfilePoint[]
  agencies: ProfileAgency[]
  /** The page itself lists the same facts above the drawing; a second table would only be weight. */
  isListed?: boolean | undefined
}) {
  const { t, points } = props
  if (points.length === 0) return null
  const agencies = props.agencies.filter(({ id }) => points.some((p) => p.agencies.includes(id)))
  const drawing = {
    points,
    agencies,
    dayText: (day: number) => t('ui.day_short', { day }),
    dayAxis: t('ui.day_axis'),
    heightText: (metres: number) => t('ui.metres_plain', { metres }),
  }
  return (
    <figure class="profile-figure">
      <ProfileDrawing {...drawing} width={PHONE_WIDTH} className="profile-phone" />
      <ProfileDrawing {...drawing} width={DESK_WIDTH} className="profile-desk" />
      <figcaption class="hint">{t('ui.profile_legend')}</figcaption>
      {!props.isListed && (
        <details class="as-table">
          <summary>{t('ui.as_table')}</summary>
          <ProfileTable t={t} points={points} agencies={agencies} />
        </details>
      )}
    </figure>
  )
}

function ProfileTable(props: { t: Translate; points: ProfilePoint[]; agencies: ProfileAgency[] }) {
  const { t, points, agencies } = props
  const columns = [
    { key: 'place', label: t('ui.place') },
    { key: 'day', label: t('ui.day_number') },
    { key: 'metres', label: t('ui.elevation_metres'), numeric: true },
    { key: 'night', label: t('ui.night') },
    { key: 'agencies', label: t('ui.agencies_concerned') },
  ]
  const rows = points.map((point) => ({
    cells: {
      place: point.label,
      day: t('ui.day_short', { day: point.day }),
      metres: t('ui.metres_plain', { metres: point.elevationMetres }),
      night: t(point.night ? 'ui.night_here' : 'ui.none'),
      agencies:
        agencies
          .filter(({ id }) => point.agencies.includes(id))
          .map(({ label }) => label)
          .join(t('ui.list_comma')) || t('ui.none'),
    },
  }))
  return <Table caption={t('ui.profile_caption')} columns={columns} rows={rows} />
}
