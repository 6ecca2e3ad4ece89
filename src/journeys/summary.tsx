// Answers as people read them back: on the check-your-answers page, on a status page, in print.

import type { Child } from 'hono/jsx'
import { type Language, say, type Translate } from '../core/i18n.ts'
import { sayDay } from '../core/moments.ts'
import { isPlainRecord } from './expressions/records.ts'
import { isBlank, type KnownPlaces } from './questions/leaf.ts'
import { NATIONALITIES } from './questions/person.ts'
import { lineOf } from './questions/typed.ts'
import type { Answers, Page, Question } from './schema.ts'

export interface AnsweredLine {
  pointer: string
  label: string
  value: Child
}

interface Voice {
  t: Translate
  lang: Language
}

interface Reader extends Voice {
  places: Pick<KnownPlaces, 'place'>
}

/** One line a question of a page that this person sees, in its order. */
export function answeredLines(page: Page, answers: Answers, reader: Reader): AnsweredLine[] {
  return page.questions.map((question) => ({
    pointer: `/${question.id}`,
    label: say(question.label, reader.lang),
    value: <Answer question={question} value={answers[question.id]} {...reader} />,
  }))
}

type AnswerProps = Reader & { question: Question; value: unknown }

function Answer(props: AnswerProps) {
  const { question, value, t } = props
  if (question.type === 'confirm') return <>{t(value === true ? 'journeys.yes' : 'journeys.no')}</>
  if (isBlank(value)) return <span class="hint">{t('journeys.not_answered')}</span>
  if (question.type === 'person') return <Person {...props} />
  if (question.type === 'group') return <Members {...props} />
  if (question.type === 'trip') return <Trip {...props} />
  if (question.type === 'long_text') return <span class="long">{lineOf(value)}</span>
  return <>{textOf(props)}</>
}

function textOf({ question, value, t, lang }: Omit<AnswerProps, 'places'>): string {
  const labelOf = (chosen: unknown) => {
    const option = question.options?.find((one) => one.value === chosen)
    return option ? say(option.label, lang) : ''
  }
  switch (question.type) {
    case 'choice':
      return labelOf(value)
    case 'choices':
      return Array.isArray(value) ? value.map(labelOf).join(t('journeys.list_comma')) : ''
    case 'date':
      return sayDay(String(value), lang)
    case 'place':
    case 'upload':
      return isPlainRecord(value) ? String(value.name ?? '') : ''
    default:
      return lineOf(value)
  }
}

/** Name first; the other parts below it, in the order they were asked. */
function Person(props: AnswerProps) {
  const { question, value, t, lang } = props
  const person = isPlainRecord(value) ? value : {}
  const parts = (question.parts ?? []).filter((part) => part !== 'name' && !isBlank(person[part]))
  const extra = (question.questions ?? []).filter((inner) => {
    const given = person[inner.id]
    return inner.type === 'confirm' ? given === true : !isBlank(given)
  })
  return (
    <>
      {lineOf(person.name)}
      {parts.map((part) => (
        <p class="hint">{partLine(part, person[part], { t, lang })}</p>
      ))}
      {extra.map((inner) => (
        <p class="hint">
          {inner.type === 'confirm'
            ? say(inner.label, lang)
            : t('journeys.part_line', {
                part: say(inner.label, lang),
                value: textOf({ question: inner, value: person[inner.id], t, lang }),
              })}
        </p>
      ))}
    </>
  )
}

function partLine(part: string, value: unknown, { t, lang }: Voice): string {
  const shown =
    part === 'birth'
      ? sayDay(String(value), lang)
      : part === 'nationality'
        ? nationality(String(value), { t, lang })
        : lineOf(value)
  return t('journeys.part_line', { part: t(`ui.person_${part}`), value: shown })
}

/** In the form's own words; any other country as the reader's language has it. */
const nationality = (code: string, { t, lang }: Voice): string =>
  NATIONALITIES.some((known) => known === code)
    ? t(`journeys.nationality_${code}`)
    : (new Intl.DisplayNames(lang, { type: 'region' }).of(code) ?? code)

function Members(props: AnswerProps) {
  const members = Array.isArray(props.value) ? props.value : []
  return (
    <ol>
      {members.map((member) => (
        <li>
          <Person {...props} value={member} />
        </li>
      ))}
    </ol>
  )
}

/** Places by their names in the reader's language; what was filed says them in Chinese. */
function Trip({ value, lang, t, places }: AnswerProps) {
  const trip = isPlainRecord(value) ? value : {}
  const chain = Array.isArray(trip.chain) ? trip.chain : []
  const nights = Array.isArray(trip.lodgings) ? trip.lodgings.filter(isPlainRecord) : []
  const nameOf = (list: string, id: unknown) => {
    const found = places.place(list, String(id))
    return found ? say(found.name, lang) : ''
  }
  const stops = (day: Record<string, unknown>) =>
    (Array.isArray(day.nodes) ? day.nodes : []).map((id) => nameOf('nodes', id)).join(' → ')
  const lodging = (day: Record<string, unknown>) =>
    nameOf('lodgings', nights.find((night) => night.on === day.on)?.lodging)
  return (
    <ol>
      {chain.filter(isPlainRecord).map((day) => (
        <li>
          {sayDay(String(day.on), lang)}
          <p class="hint">{stops(day)}</p>
          {day.lodging !== '' && (
            <p class="hint">{t('journeys.night_at', { lodging: lodging(day) })}</p>
          )}
        </li>
      ))}
    </ol>
  )
}
