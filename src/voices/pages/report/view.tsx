// The form of a voice: a tap for who, a tap for what stood in the way, a tap for how bad, and send.

import type { District } from '../../../places/index.ts'
import { ErrorSummary } from '../../../ui/error-summary.tsx'
import {
  Button,
  Checkbox,
  CheckboxGroup,
  DateField,
  Hidden,
  RadioGroup,
  TextArea,
  TextField,
} from '../../../ui/form.tsx'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/notice.tsx'
import type { Service } from '../../schema/service.ts'
import { BARRIERS, GROUPS, KINDS, type Kind, SEVERITIES } from '../../schema/words.ts'
import { type Typed, tickedOf } from './form.ts'
import { dateOf, More, ServiceField } from './more-view.tsx'

export interface ReportProps {
  frame: PageFrame
  kind: Kind
  services: Service[]
  districts: District[]
  typed: Typed
  /** By field. */
  errors: Record<string, string>
  /** Numbers of persons were covered in what is shown. */
  isMasked: boolean
  isStaff: boolean
  isSignedIn: boolean
}

export function ReportPage(props: ReportProps) {
  const { frame, kind, errors, typed, isMasked } = props
  const { t } = frame
  const found = Object.entries(errors).map(([id, text]) => ({ href: `#${id}`, text }))
  return (
    <Layout {...frame} noIndex>
      <h1>{t(`voices.report.title.${kind}`)}</h1>
      <Kinds {...props} />
      <ErrorSummary t={t} errors={found} />
      {isMasked && (
        <Notice kind="warning" title={t('voices.report.masked_title')}>
          <p>{t('voices.report.masked')}</p>
        </Notice>
      )}
      <p>{t(`voices.report.lead.${kind}`)}</p>
      <form
        method="post"
        action="/voices/new"
        data-island="voice"
        data-kept={t('voices.report.kept_here')}
        novalidate
      >
        <Hidden name="kind" value={kind} />
        <Hidden name="sheet" value={typed.sheet ?? ''} />
        <ServiceField {...props} />
        {kind === 'missed' && <Who {...props} />}
        {kind === 'burden' && <Burden {...props} />}
        <CheckboxGroup
          t={t}
          id="barriers"
          isChips
          label={t(`voices.report.field.barriers.${kind}`)}
          error={errors.barriers}
          optional={kind === 'idea'}
          options={BARRIERS.map((value) => ({ value, label: t(`voices.barrier.${value}`) }))}
          values={tickedOf(typed, 'barriers', BARRIERS)}
        />
        {kind === 'missed' && <HowBad {...props} />}
        <TextArea
          t={t}
          id="words"
          label={t(`voices.report.field.words.${kind}`)}
          hint={t('voices.report.hint.words')}
          value={typed.words}
          error={errors.words}
          rows={3}
          maxlength={2000}
          optional={kind === 'missed'}
        />
        {kind === 'idea' && (
          <Checkbox
            t={t}
            id="isKeptFromSuperiors"
            label={t('voices.report.field.kept_from')}
            hint={t('voices.report.hint.kept_from')}
            checked={typed.isKeptFromSuperiors === 'yes'}
            error={errors.isKeptFromSuperiors}
          />
        )}
        <More {...props} />
        <Button>{t('voices.report.send')}</Button>
      </form>
      <p class="hint">{t('voices.report.no_identity')}</p>
    </Layout>
  )
}

function Kinds({ frame: { t }, kind, typed }: ReportProps) {
  const service = typed.service ? `&service=${encodeURIComponent(typed.service)}` : ''
  return (
    <nav class="filters" aria-label={t('voices.report.kinds')}>
      <ul>
        {KINDS.map((one) => (
          <li>
            <a
              href={`/voices/new?kind=${one}${service}`}
              aria-current={one === kind ? 'page' : undefined}
            >
              {t(`voices.kind.${one}`)}
            </a>
          </li>
        ))}
        <li>
          <a href={`/voices/day?${service.slice(1)}`}>{t('voices.day.link')}</a>
        </li>
      </ul>
    </nav>
  )
}

function Who({ frame: { t }, typed, errors }: ReportProps) {
  return (
    <>
      <CheckboxGroup
        t={t}
        id="groups"
        isChips
        label={t('voices.report.field.groups')}
        error={errors.groups}
        options={GROUPS.map((value) => ({ value, label: t(`voices.group.${value}`) }))}
        values={tickedOf(typed, 'groups', GROUPS)}
      />
      <TextField
        t={t}
        id="groupWords"
        label={t('voices.report.field.group_words')}
        value={typed.groupWords}
        error={errors.groupWords}
        maxlength={200}
        optional
      />
    </>
  )
}

function HowBad({ frame: { t }, typed, errors }: ReportProps) {
  return (
    <RadioGroup
      t={t}
      id="severity"
      isChips
      label={t('voices.report.field.severity')}
      error={errors.severity}
      options={SEVERITIES.map((value) => ({ value, label: t(`voices.severity.${value}`) }))}
      value={typed.severity}
    />
  )
}

function Burden({ frame: { t }, typed, errors }: ReportProps) {
  return (
    <>
      <TextField
        t={t}
        id="minutes"
        label={t('voices.report.field.minutes')}
        hint={t('voices.report.hint.minutes')}
        value={typed.minutes}
        error={errors.minutes}
        inputMode="numeric"
        width="short"
        optional
      />
      <Checkbox
        t={t}
        id="afterHours"
        label={t('voices.report.field.after_hours')}
        checked={typed.afterHours === 'yes'}
      />
      <DateField
        t={t}
        id="sinceOn"
        label={t('voices.report.field.since')}
        value={dateOf(typed, 'sinceOn')}
        error={errors.sinceOn}
        optional
      />
    </>
  )
}
