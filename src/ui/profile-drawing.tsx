// The drawing of a trip: names above, the heights below them, the days, then one bar per agency
// under the stretch it decides about. Names stand upright, top to bottom, as on a signpost.

import {
  AGENCY_HEIGHT,
  DAYS_HEIGHT,
  namedPoints,
  namePlaces,
  type ProfileAgency,
  type ProfilePoint,
  type ProfileScale,
  scaleOf,
  shortName,
  spansWhere,
  withinEdges,
} from './profile-scale.ts'

interface Drawing {
  points: ProfilePoint[]
  agencies: ProfileAgency[]
  /** In the drawing's own units; near the CSS pixels it is shown at, so that letters keep their size. */
  width: number
  dayText: (day: number) => string
  /** Heads the line of days where only their numbers fit. */
  dayAxis: string
  heightText: (metres: number) => string
  className: string
}

export function ProfileDrawing(props: Drawing) {
  const { points, agencies, width } = props
  const scale = scaleOf(points, agencies.length, width)
  return (
    <svg
      class={`profile ${props.className}`}
      viewBox={`0 0 ${scale.width} ${scale.height}`}
      aria-hidden="true"
    >
      <Grid {...props} scale={scale} />
      <Days {...props} scale={scale} />
      <Slope points={points} scale={scale} />
      <Names points={points} scale={scale} />
      {agencies.map((agency, row) => (
        <AgencyBars points={points} scale={scale} agency={agency} row={row} />
      ))}
    </svg>
  )
}

/** Room that 'day 12' needs in either language. */
const DAY_TEXT_WIDTH = 44

type Part = { points: ProfilePoint[]; scale: ProfileScale }

function Grid({ scale, heightText }: Drawing & { scale: ProfileScale }) {
  return (
    <g>
      {scale.lines.map((metres) => (
        <>
          <path class="profile-grid" d={`M${scale.left} ${scale.y(metres)}H${scale.right}`} />
          <text class="profile-metres" x={scale.left - 6} y={scale.y(metres) + 4}>
            {heightText(metres)}
          </text>
        </>
      ))}
    </g>
  )
}

function Days({ points, scale, dayText, dayAxis }: Drawing & { scale: ProfileScale }) {
  const days = [...new Set(points.map((point) => point.day))]
  const half = (scale.x(1) - scale.x(0)) / 2
  const spans = days.map(
    (day) => spansWhere(points, (point) => point.day === day)[0] ?? { from: 0, to: 0 },
  )
  const isTight = spans.some(({ from, to }) => (to - from + 1) * half * 2 < DAY_TEXT_WIDTH)
  return (
    <g>
      {isTight && (
        <text class="profile-day" x={scale.left - 6} y={scale.bottom + 20} text-anchor="end">
          {dayAxis}
        </text>
      )}
      {days.map((day, index) => {
        const span = spans[index] ?? { from: 0, to: 0 }
        const from = scale.x(span.from) - half
        const to = scale.x(span.to) + half
        return (
          <>
            {span.from > 0 && (
              <line
                class="profile-night-line"
                x1={from}
                x2={from}
                y1={scale.top - 6}
                y2={scale.bottom + 26}
              />
            )}
            <text
              class="profile-day"
              x={(from + to) / 2}
              y={scale.bottom + 20}
              text-anchor="middle"
            >
              {isTight ? day : dayText(day)}
            </text>
          </>
        )
      })}
    </g>
  )
}

function Slope({ points, scale }: Part) {
  const at = points.map((point, index) => `${scale.x(index)} ${scale.y(point.elevationMetres)}`)
  const last = scale.x(points.length - 1)
  return (
    <g>
      <path
        class="profile-ground"
        d={`M${scale.x(0)} ${scale.bottom}L${at.join('L')}L${last} ${scale.bottom}Z`}
      />
      <path class="profile-line" d={`M${at.join('L')}`} />
    </g>
  )
}

function Names({ points, scale }: Part) {
  const named = namedPoints(points, scale.right - scale.left)
  const places = namePlaces(named, scale)
  const at = points.map((point, index) => ({
    ...point,
    x: scale.x(index),
    y: scale.y(point.elevationMetres),
    nameX: places[named.indexOf(index)] ?? null,
  }))
  const withName = at.flatMap((one) => (one.nameX === null ? [] : [{ ...one, nameX: one.nameX }]))
  return (
    <>
      <path
        class="profile-leader"
        d={withName
          .map(({ x, y, nameX }) => `M${nameX} ${scale.top - 6}L${x} ${scale.top + 4}V${y - 8}`)
          .join('')}
      />
      <g class="profile-names">
        {withName.map(({ nameX, label }) => (
          <text x={nameX} y={scale.top - 12}>
            {shortName(label)}
          </text>
        ))}
      </g>
      <g class="profile-point">
        {at.map(({ x, y, night, nameX }) =>
          night ? <Tent x={x} y={y} /> : <circle cx={x} cy={y} r={nameX === null ? 2.5 : 4} />,
        )}
      </g>
    </>
  )
}

function Tent({ x, y }: { x: number; y: number }) {
  return <path class="profile-tent" d={`M${x - 8} ${y + 6}L${x} ${y - 8}L${x + 8} ${y + 6}Z`} />
}

function AgencyBars({ points, scale, agency, row }: Part & { agency: ProfileAgency; row: number }) {
  const top = scale.bottom + DAYS_HEIGHT + row * AGENCY_HEIGHT
  const half = (scale.x(1) - scale.x(0)) / 2 - 1
  const spans = spansWhere(points, (point) => point.agencies.includes(agency.id))
  const start = spans[0] ? scale.x(spans[0].from) - half : scale.left
  const { x, anchor, textLength } = withinEdges(agency.label, start, scale)
  return (
    <g>
      <text
        class="profile-agency"
        x={x}
        y={top + 14}
        text-anchor={anchor}
        textLength={textLength}
        lengthAdjust={textLength && 'spacingAndGlyphs'}
      >
        {agency.label}
      </text>
      {spans.map((span) => (
        <rect
          class={`profile-bar profile-bar-${(row % 4) + 1}`}
          x={scale.x(span.from) - half}
          y={top + 20}
          width={scale.x(span.to) - scale.x(span.from) + half * 2}
          height="8"
          rx="2"
        />
      ))}
    </g>
  )
}
