// One day of a trip being built: the stops so far, the night, and for the last day where to go next.

import { Button, Hidden, RadioGroup, SelectField } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { agenciesOfDay, agencyName } from '../rules/facts.ts'
import { lodgingsAt, nextNodes } from '../rules/graph.ts'
import { isDay } from '../rules/series.ts'
import type { Places, TripDay } from '../schema.ts'
import { closedText, dayText, hoursText, type Voice } from './words.ts'

export interface DayProps extends Voice {
  places: Places
  id: string
  name: string
  day: TripDay
  index: number
  isLast: boolean
  /** What the select of the next stop holds. */
  next: string
  /** Words by pointer within the trip, e.g. `/days/0/lodging`. */
  errors: Map<string, string>
  /** Where the buttons post to, with the place to come back to; absent: where the form goes. */
  postTo?: string | undefined
}

export function TripDayParts(props: DayProps) {
  const { t, name, id, index, day, isLast, errors } = props
  const title = t('places.day_number', { count: index + 1 })
  const lines = [`/days/${index}/on`, `/days/${index}/nodes`].filter(
    (at) => index > 0 || !at.endsWith('on'),
  )
  return (
    <fieldset class="group-one" id={`${id}-days-${index}`}>
      <legend>
        {day.on === '' ? title : t('places.day_on', { day: title, on: dayText(props, day.on) })}
      </legend>
      <Hidden name={`${name}.day.${index}.nodes`} value={day.nodes.join(' ')} />
      {lines.map((at) => (
        <WrongLine t={t} id={id} at={at} errors={errors} />
      ))}
      <Stops {...props} />
      <DayAgencies {...props} />
      {isLast ? <LastDay {...props} /> : <Night {...props} />}
    </fieldset>
  )
}

/** What is wrong, where the error summary's link lands. */
export function WrongLine(props: {
  t: Voice['t']
  id: string
  at: string
  errors: Map<string, string>
}) {
  const text = props.errors.get(props.at)
  return text === undefined ? null : (
    <p class="field-error" id={anchorOf(props.id, props.at)}>
      <span class="unseen">{props.t('ui.error_prefix')}</span>
      {text}
    </p>
  )
}

/** The id of what a problem points at; also for the error summary's links. */
export const anchorOf = (id: string, pointer: string): string =>
  `${id}${pointer.replaceAll('/', '-')}`

function Stops({ t, lang, places, id, day, index, errors }: DayProps) {
  return (
    <ol class="trip-stops" aria-label={t('places.stops')}>
      {day.nodes.map((stop, at) => {
        const node = places.nodes.get(stop)
        return (
          <li>
            {node?.name[lang] ?? stop}
            {node && (
              <span class="hint"> {t('places.metres', { count: node.elevationMetres })}</span>
            )}
            <WrongLine t={t} id={id} at={`/days/${index}/nodes/${at}`} errors={errors} />
          </li>
        )
      })}
    </ol>
  )
}

function DayAgencies({ t, lang, places, day }: DayProps) {
  const names = [...new Set(agenciesOfDay(places, day))].map((id) => agencyName(places, id)[lang])
  return names.length === 0 ? null : (
    <p class="hint">{t('places.day_agencies', { agencies: names.join(t('places.list_comma')) })}</p>
  )
}

function Night(props: DayProps) {
  const { t, index, day } = props
  return (
    <>
      <LodgingChoice {...props} />
      <Button
        kind="secondary"
        name="do"
        value={`trip:cut:${index}`}
        formaction={props.postTo}
        formnovalidate
      >
        {t('places.change_from_day', { count: index + 1 })}
      </Button>
      {day.lodging === null && <p class="hint">{t('places.night_missing')}</p>}
    </>
  )
}

function LodgingChoice(props: DayProps) {
  const { t, lang, places, id, name, day, index, errors } = props
  const at = `/days/${index}/lodging`
  const choices = lodgingsAt(places, day.nodes.at(-1) ?? '', isDay(day.on) ? day.on : null)
  if (choices.length === 0) return <WrongLine t={t} id={id} at={at} errors={errors} />
  return (
    <RadioGroup
      t={t}
      id={anchorOf(id, at)}
      name={`${name}.day.${index}.lodging`}
      label={t('places.night_where')}
      error={errors.get(at)}
      value={day.lodging ?? ''}
      options={choices.map(({ lodging, closed, capacity }) => ({
        value: lodging.id,
        label: lodging.name[lang],
        disabled: closed !== null || capacity === 0,
        hint: closed
          ? `${closedText(props, closed)} ${closed.reason[lang]}`
          : capacity === 0
            ? t('places.no_places_that_night')
            : lodging.note?.[lang],
      }))}
    />
  )
}

function LastDay(props: DayProps) {
  const { t, places, day, index } = props
  const here = places.nodes.get(day.nodes.at(-1) ?? '')
  const isHome = here?.kind === 'entrance' && (index > 0 || day.nodes.length > 1)
  const maySleep = here !== undefined && here.lodgings.length > 0
  return (
    <>
      {isHome && (
        <Notice kind="success" title={t('places.trip_complete')}>
          <p>{t('places.trip_complete_text')}</p>
        </Notice>
      )}
      <NextStop {...props} />
      {maySleep && (
        <>
          <LodgingChoice {...props} />
          <Button
            kind="secondary"
            name="do"
            value="trip:add-day"
            formaction={props.postTo}
            formnovalidate
          >
            {t('places.sleep_here')}
          </Button>
        </>
      )}
      {!maySleep && (
        <WrongLine t={t} id={props.id} at={`/days/${index}/lodging`} errors={props.errors} />
      )}
    </>
  )
}

function NextStop(props: DayProps) {
  const { t, lang, places, id, name, day, index, errors } = props
  const here = day.nodes.at(-1) ?? ''
  const offered = nextNodes(places, here, isDay(day.on) ? day.on : null)
  return (
    <>
      <SelectField
        t={t}
        id={`${id}-next`}
        name={`${name}.next`}
        label={t('places.next_stop')}
        error={errors.get('/next')}
        value={props.next}
        options={[
          { value: '', label: t('places.choose') },
          ...offered.map(({ node, hours, closed }) => ({
            value: node.id,
            label: node.name[lang],
            disabled: closed !== null,
            hint: closed
              ? `${closedText(props, closed)} ${closed.reason[lang]}`
              : hoursText(props, hours),
          })),
        ]}
      />
      <div class="trip-buttons">
        <Button
          kind="secondary"
          name="do"
          value="trip:add-node"
          formaction={props.postTo}
          formnovalidate
        >
          {t('places.add_stop')}
        </Button>
        {(day.nodes.length > 1 || index > 0) && (
          <Button
            kind="secondary"
            name="do"
            value="trip:remove-node"
            formaction={props.postTo}
            formnovalidate
          >
            {t('places.remove_stop')}
          </Button>
        )}
      </div>
    </>
  )
}
