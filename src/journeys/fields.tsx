// The questions of one page as form fields. Names are `<question>`, `<question>.<part>` and
// `<group>.<row>.<part>`; what was typed is shown again as it was typed.

import type { Problem } from '../core/errors.ts'
import { type Language, say, type Translate } from '../core/i18n.ts'
import { FieldError, type FieldProps } from '../ui/field.tsx'
import {
  Checkbox,
  CheckboxGroup,
  DateField,
  FileField,
  Hidden,
  RadioGroup,
  SelectField,
  TextArea,
  TextField,
} from '../ui/form.tsx'
import { PersonFields } from '../ui/person.tsx'
import { RepeatedGroup } from '../ui/repeated-group.tsx'
import { isPlainRecord } from './expressions/records.ts'
import { errorAt, fieldId, fieldName } from './problems.ts'
import { mediaTypesOf } from './questions/choices.ts'
import { withoutEmptyRows } from './questions/form.ts'
import type { KnownPlaces, TripPart } from './questions/leaf.ts'
import { NATIONALITIES } from './questions/person.ts'
import { boxesOf, lineOf, rowsOf, typedParts } from './questions/typed.ts'
import type { Page, Question } from './schema.ts'

export interface QuestionFieldsProps {
  /** With the questions this person sees: one of `visiblePages`. */
  page: Page
  /** As typed so far, by question id. */
  raw: Record<string, unknown>
  problems: Problem[]
  t: Translate
  lang: Language
  places: KnownPlaces
  /** `YYYY-MM-DD` */
  today: string
  /** The parts of a person without a frame and heading of their own. */
  isBare?: boolean
}

/** Everything a page asks. The form around it, its buttons and its token are the caller's. */
export function QuestionFields(props: QuestionFieldsProps) {
  const wrong = props.problems.filter((problem) => problem.level !== 'info')
  // Problems count members as the reader does: rows nobody filled in are not there.
  const raw = wrong.length > 0 ? withoutEmptyRows(props.page, props.raw) : props.raw
  const { questions } = props.page
  return (
    <>
      {questions.map((question) => (
        <Asked
          {...props}
          problems={wrong}
          question={question}
          raw={raw[question.id]}
          pointer={`/${question.id}`}
          isFirst={question === questions[0]}
        />
      ))}
    </>
  )
}

interface AskedProps extends Omit<QuestionFieldsProps, 'raw' | 'page'> {
  question: Question
  raw: unknown
  pointer: string
  isFirst?: boolean
}

function Asked(props: AskedProps) {
  const { question, raw } = props
  const field = fieldOf(props)
  const options = (question.options ?? []).map((option) => ({
    value: option.value,
    label: say(option.label, props.lang),
    hint: option.hint && say(option.hint, props.lang),
  }))
  switch (question.type) {
    case 'choice':
      return <RadioGroup {...field} options={options} value={lineOf(raw)} />
    case 'choices':
      return (
        <CheckboxGroup
          {...field}
          options={options}
          values={Array.isArray(raw) ? raw.map(String) : []}
        />
      )
    case 'confirm':
      return <Checkbox {...field} checked={raw === true || raw === 'yes' || raw === 'on'} />
    case 'date':
      return <DateField {...field} value={boxesOf(raw)} />
    case 'long_text':
      return <TextArea {...field} value={lineOf(raw)} rows={5} />
    case 'address':
      return <TextArea {...field} value={lineOf(raw)} rows={2} />
    case 'place':
      return <SelectField {...field} options={placeOptions(props)} value={lineOf(raw)} />
    case 'upload':
      return <Upload {...props} />
    case 'person':
      return <Person {...props} />
    case 'group':
      return <Group {...props} />
    case 'trip':
      return <>{props.places.TripField(tripPart(props))}</>
    default:
      return <TextField {...field} {...typingOf(question)} value={lineOf(raw)} />
  }
}

function fieldOf({ question, pointer, problems, lang, t }: AskedProps): FieldProps {
  return {
    t,
    id: fieldId(pointer),
    name: fieldName(pointer),
    label: say(question.label, lang),
    hint: question.hint && say(question.hint, lang),
    error: errorAt(problems, pointer, lang, t),
    // A tick that may stay empty says so by being a tick.
    optional: question.optional && question.type !== 'confirm',
  }
}

const typingOf = (question: Question) =>
  (
    ({
      phone: { type: 'tel', inputMode: 'tel', width: 'short' },
      email: { type: 'email', inputMode: 'email', spellcheck: false },
      number: { inputMode: question.whole ? 'numeric' : 'decimal', width: 'short' },
      id_number: { width: 'short', spellcheck: false },
    }) as const
  )[question.type as 'phone' | 'email' | 'number' | 'id_number'] ?? {}

function placeOptions({ question, places, lang, t }: AskedProps) {
  const offered = places.list(question.list ?? '')
  return [
    { value: '', label: t('journeys.choose') },
    ...offered.map(({ id, name }) => ({ value: id, label: say(name, lang) })),
  ]
}

const tripPart = ({ pointer, raw, problems, t, lang, today }: AskedProps): TripPart => ({
  t,
  lang,
  today,
  id: fieldId(pointer),
  name: fieldName(pointer),
  raw,
  problems: problems
    .filter((problem) => problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`))
    .map((problem) => ({ ...problem, pointer: problem.pointer.slice(pointer.length) })),
})

function Person(props: AskedProps) {
  const { question, lang, isFirst } = props
  if (props.isBare) return <Parts {...props} isReader={isFirst ?? false} />
  return (
    <fieldset class="group-one" id={fieldId(props.pointer)}>
      <legend>{say(question.label, lang)}</legend>
      {question.hint && <p class="hint">{say(question.hint, lang)}</p>}
      <Parts {...props} isReader={isFirst ?? false} />
    </fieldset>
  )
}

/** The parts of one person or member, then what is asked besides. */
function Parts(props: AskedProps & { isReader?: boolean }) {
  const { question, raw, pointer, problems, lang, t } = props
  const given = isPlainRecord(raw) ? raw : {}
  const parts = question.parts ?? []
  const errors = parts.map((part) => [part, errorAt(problems, `${pointer}/${part}`, lang, t)])
  const nationalities = NATIONALITIES.map((code) => ({
    value: code,
    label: t(`journeys.nationality_${code}`),
  }))
  return (
    <div class="person">
      {parts.length > 0 && (
        <PersonFields
          t={t}
          id={fieldId(pointer)}
          name={fieldName(pointer)}
          value={typedParts(given)}
          errors={Object.fromEntries(errors.filter(([, error]) => error !== undefined))}
          parts={parts}
          options={{ nationality: nationalities }}
          optionalParts={question.optionalParts}
          isReader={props.isReader}
        />
      )}
      {(question.questions ?? []).map((inner) => (
        <Asked
          {...props}
          question={inner}
          raw={given[inner.id]}
          pointer={`${pointer}/${inner.id}`}
          isFirst={false}
        />
      ))}
    </div>
  )
}

function Group(props: AskedProps) {
  const { question, raw, pointer, problems, lang, t } = props
  const rows = rowsOf(raw, question.min ?? 0)
  const id = fieldId(pointer)
  const error = errorAt(problems, pointer, lang, t)
  const label = say(question.label, lang)
  return (
    <div class={error ? 'field field-wrong' : 'field'} id={id}>
      <h2>{label}</h2>
      {question.hint && <p class="hint">{say(question.hint, lang)}</p>}
      <FieldError t={t} id={id} label={label} error={error} />
      {rows.length === 0 && <p>{t('journeys.group_empty')}</p>}
      <RepeatedGroup
        t={t}
        name={question.id}
        count={rows.length}
        min={question.min ?? 0}
        max={question.max ?? rows.length + 1}
        legend={(index) => t('journeys.group_member', { label, number: index + 1 })}
      >
        {(index) => <Parts {...props} raw={rows[index]} pointer={`${pointer}/${index}`} />}
      </RepeatedGroup>
    </div>
  )
}

/** A file that is kept already comes back as hidden fields, so that nobody sends it twice. */
function Upload(props: AskedProps) {
  const { question, raw, pointer, t } = props
  const kept = isPlainRecord(raw) && typeof raw.attachment === 'string' ? raw : null
  const name = fieldName(pointer)
  return (
    <>
      <FileField {...fieldOf(props)} accept={mediaTypesOf(question).join(',')} />
      {kept && (
        <>
          <p class="hint">{t('journeys.upload_kept', { name: String(kept.name) })}</p>
          {['attachment', 'name', 'mediaType', 'bytes'].map((part) => (
            <Hidden name={`${name}.${part}`} value={String(kept[part])} />
          ))}
        </>
      )}
    </>
  )
}
