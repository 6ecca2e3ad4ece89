// The question type `trip`: a trip built day by day, without script. Every button posts the page's
// own form; what stands in it is the whole state.

import type { Problem } from '../../core/errors.ts'
import { type Language, sayMessage, type Translate } from '../../core/i18n.ts'
import { Button, DateField, SelectField } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { draftOf, sketchOf } from '../rules/draft.ts'
import { tripFacts } from '../rules/facts.ts'
import { entrances } from '../rules/graph.ts'
import { isDay } from '../rules/series.ts'
import { readTrip } from '../rules/trips.ts'
import type { Places, TripDraft } from '../schema.ts'
import { TripProfile } from './profile.tsx'
import { anchorOf, TripDayParts, WrongLine } from './trip-day.tsx'
import { TripFollows } from './trip-follows.tsx'

export interface TripFieldProps {
  t: Translate
  lang: Language
  id: string
  /** Field names begin with this, e.g. `trip.startOn.year`. */
  name: string
  /** A draft, a trip or the facts of one; nothing yet is an empty form. */
  value: unknown
  /** Of this trip: pointers begin at it, `/days/0/lodging`. */
  errors: Problem[]
  places: Places
  /** `YYYY-MM-DD` in Taipei. */
  today: string
  /** Where the form posts to. With it, each button comes back to the day that is being built. */
  action?: string | undefined
}

export function TripField(props: TripFieldProps) {
  const { t, lang, id, places, today } = props
  const draft = draftOf(places, props.value)
  const errors = new Map(
    props.errors.map((one) => [one.pointer, sayMessage(one.message, lang, t, one.values)]),
  )
  const hasDays = draft.days.length > 0
  const postTo = props.action && `${props.action}#${id}-here`
  return (
    <div class="trip" id={id}>
      {/* Enter presses a form's first button; without this one it would start the trip anew.
      biome-ignore lint/a11y/noAriaHiddenOnFocusable: the keyboard never reaches it */}
      <button
        type="submit"
        class="unseen"
        name="do"
        value="trip:refresh"
        tabindex={-1}
        aria-hidden="true"
      />
      <WrongLine t={t} id={id} at="" errors={errors} />
      <WrongLine t={t} id={id} at="/days" errors={errors} />
      <StartDay {...props} draft={draft} error={errors.get('/days/0/on')} />
      {hasDays ? null : <WaysToBegin {...props} draft={draft} postTo={postTo} wrong={errors} />}
      {hasDays && (
        <div class="trip-plan">
          <div class="trip-days">
            <Days {...props} draft={draft} errors={errors} postTo={postTo} />
            <Button kind="secondary" name="do" value="trip:clear" formnovalidate>
              {t('places.start_over')}
            </Button>
          </div>
          <div class="trip-so-far">
            <SoFar {...{ t, lang, places, today, draft }} />
          </div>
        </div>
      )}
    </div>
  )
}

/** Where the error summary's link to a problem of this trip leads. */
export const tripErrorHref = (id: string, pointer: string): string =>
  `#${pointer === '' ? id : anchorOf(id, pointer)}`

type Part = TripFieldProps & { draft: TripDraft }

type DaysProps = Omit<Part, 'errors'> & {
  errors: Map<string, string>
  postTo: string | undefined
}

function Days({ t, lang, id, name, places, draft, errors, postTo }: DaysProps) {
  return (
    <>
      {draft.days.map((day, index) => {
        const isLast = index === draft.days.length - 1
        return (
          <div id={isLast ? `${id}-here` : undefined}>
            <TripDayParts
              {...{ t, lang, places, id, name, day, index, errors, isLast, postTo }}
              next={draft.choice.next}
            />
          </div>
        )
      })}
    </>
  )
}

function StartDay({ t, id, name, draft, error }: Part & { error: string | undefined }) {
  const [year, month, day] = draft.startOn.split('-')
  return (
    <>
      <DateField
        t={t}
        id={anchorOf(id, '/days/0/on')}
        name={`${name}.startOn`}
        label={t('places.start_day')}
        error={error}
        value={{ year, month, day }}
      />
      {draft.days.length > 0 && (
        <Button kind="secondary" name="do" value="trip:refresh" formnovalidate>
          {t('places.use_day')}
        </Button>
      )}
    </>
  )
}

function WaysToBegin(props: Part & { postTo: string | undefined; wrong: Map<string, string> }) {
  const { t, lang, id, name, places, draft, postTo, wrong } = props
  const choose = { value: '', label: t('places.choose') }
  return (
    <>
      <SelectField
        t={t}
        id={`${id}-route`}
        name={`${name}.route`}
        label={t('places.begin_with_route')}
        hint={t('places.begin_with_route_hint')}
        error={wrong.get('/route')}
        value={draft.choice.route}
        options={[
          choose,
          ...[...places.routes.values()].map((route) => ({
            value: route.id,
            label: route.name[lang],
          })),
        ]}
      />
      <Button kind="secondary" name="do" value="trip:template" formaction={postTo} formnovalidate>
        {t('places.use_route')}
      </Button>
      <SelectField
        t={t}
        id={anchorOf(id, '/days/0/nodes')}
        name={`${name}.start`}
        label={t('places.begin_at')}
        error={wrong.get('/days/0/nodes')}
        value={draft.choice.start}
        options={[
          choose,
          ...entrances(places).map((node) => ({ value: node.id, label: node.name[lang] })),
        ]}
      />
      <Button kind="secondary" name="do" value="trip:start" formaction={postTo} formnovalidate>
        {t('places.use_start')}
      </Button>
    </>
  )
}

type SoFarProps = Pick<Part, 't' | 'lang' | 'places' | 'today' | 'draft'>

function SoFar({ t, lang, places, today, draft }: SoFarProps) {
  const trip = sketchOf(places, draft, today)
  const reading = readTrip(places, draft, today)
  const notes = reading.ok ? reading.notes : []
  return (
    <>
      <TripProfile t={t} lang={lang} places={places} days={trip.days} />
      {notes.map((note) => (
        <Notice kind="info" level={3}>
          <p>{sayMessage(note.message, lang, t, note.values)}</p>
        </Notice>
      ))}
      <TripFollows
        t={t}
        lang={lang}
        places={places}
        facts={tripFacts(places, trip)}
        today={today}
        hasDay={isDay(draft.startOn)}
      />
    </>
  )
}
