// The form in which a round's decision about a finding is written down.

import { say } from '../../../core/i18n.ts'
import { sayDay } from '../../../core/moments.ts'
import type { Agency } from '../../../people/index.ts'
import { ErrorSummary } from '../../../ui/error-summary.tsx'
import {
  Button,
  DateField,
  Hidden,
  RadioGroup,
  SelectField,
  TextArea,
  TextField,
} from '../../../ui/form.tsx'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Table } from '../../../ui/table.tsx'
import type { Finding, Round } from '../../schema/finding.ts'
import { CHANGED, DECISIONS, SEVERITIES } from '../../schema/words.ts'
import type { KeptReport } from '../../store/reports.ts'
import type { Typed } from '../report/form.ts'
import { sayPeople, titleOf } from '../words.ts'

export interface DecideProps {
  frame: PageFrame
  finding: Finding
  round: Round | null
  /** The day on which a change decided now would start. */
  startsOn: string
  agencies: Agency[]
  reports: KeptReport[]
  typed: Typed
  errors: Record<string, string>
  /** Somebody decided while this was written. */
  hasChanged: boolean
}

export function DecidePage(props: DecideProps) {
  const { frame, finding, round, errors, hasChanged } = props
  const { t, lang } = frame
  const found = Object.entries(errors).map(([id, text]) => ({ href: `#${id}`, text }))
  const title = titleOf(finding, t, lang)
  return (
    <Layout {...frame} noIndex>
      <p>
        <a href={`/findings/${finding.findingId}`}>{title}</a>
      </p>
      <h1>{t('voices.decide.title')}</h1>
      <p>
        {t('voices.decide.about', {
          title,
          people: sayPeople(finding.people, t),
          day: sayDay(finding.firstOn, lang),
        })}
      </p>
      {!round && (
        <Notice kind="warning">
          <p>{t('voices.decide.no_round')}</p>
        </Notice>
      )}
      {hasChanged && (
        <Notice kind="warning" title={t('voices.decide.changed_meanwhile')}>
          <p>
            {t('voices.decide.look_again')} <a href={`/findings/${finding.findingId}`}>{title}</a>
          </p>
        </Notice>
      )}
      <ErrorSummary t={t} errors={found} />
      {round && <DecideForm {...props} />}
      <Reports {...props} />
    </Layout>
  )
}

function DecideForm({ frame, finding, startsOn, agencies, typed, errors }: DecideProps) {
  const { t, lang } = frame
  return (
    <form method="post" action={`/desk/findings/${finding.findingId}/decision`} novalidate>
      <Hidden name="revision" value={String(finding.revision)} />
      <RadioGroup
        t={t}
        id="kind"
        label={t('voices.decide.kind')}
        error={errors.kind}
        options={DECISIONS.map((value) => ({
          value,
          label: t(`voices.decision.${value}`),
          hint: t(`voices.decision_hint.${value}`, { day: sayDay(startsOn, lang) }),
        }))}
        value={typed.kind}
      />
      <TextArea
        t={t}
        id="words"
        label={t('voices.decide.words')}
        hint={t('voices.decide.words_hint')}
        value={typed.words}
        error={errors.words}
        maxlength={2000}
      />
      <RadioGroup
        t={t}
        id="severity"
        isChips
        label={t('voices.decide.severity')}
        error={errors.severity}
        options={SEVERITIES.map((value) => ({ value, label: t(`voices.severity.${value}`) }))}
        value={typed.severity ?? finding.severity}
      />
      <SelectField
        t={t}
        id="agency"
        label={t('voices.decide.agency')}
        options={agencies.map(({ id, name }) => ({ value: id, label: say(name, lang) }))}
        value={typed.agency}
        error={errors.agency}
      />
      <TextField
        t={t}
        id="by"
        label={t('voices.decide.by')}
        hint={t('voices.decide.by_hint')}
        value={typed.by}
        error={errors.by}
        maxlength={200}
      />
      <DateField
        t={t}
        id="dueOn"
        label={t('voices.decide.due')}
        value={{ year: typed['dueOn.year'], month: typed['dueOn.month'], day: typed['dueOn.day'] }}
        error={errors.dueOn}
      />
      <ChangedFields frame={frame} typed={typed} errors={errors} />
      <Button>{t('voices.decide.send')}</Button>
      <p class="hint">{t('voices.decide.public')}</p>
    </form>
  )
}

function ChangedFields({
  frame: { t },
  typed,
  errors,
}: Pick<DecideProps, 'frame' | 'typed' | 'errors'>) {
  const none = { value: '', label: t('voices.decide.changed_nothing') }
  return (
    <details open={Boolean(errors.changedId || errors.changedVersion || typed.changedWhat)}>
      <summary>{t('voices.decide.changed')}</summary>
      <SelectField
        t={t}
        id="changedWhat"
        label={t('voices.decide.changed_what')}
        options={[
          none,
          ...CHANGED.map((value) => ({ value, label: t(`voices.decision.changed.${value}`) })),
        ]}
        value={typed.changedWhat}
        error={errors.changedWhat}
      />
      <TextField
        t={t}
        id="changedId"
        label={t('voices.decide.changed_id')}
        value={typed.changedId}
        error={errors.changedId}
        maxlength={200}
      />
      <TextField
        t={t}
        id="changedVersion"
        label={t('voices.decide.changed_version')}
        value={typed.changedVersion}
        error={errors.changedVersion}
        inputMode="numeric"
        width="short"
        optional
      />
    </details>
  )
}

function Reports({ frame: { t, lang }, reports }: DecideProps) {
  return (
    <Table
      caption={t('voices.decide.reports')}
      columns={[
        { key: 'day', label: t('voices.report.field.happened') },
        { key: 'words', label: t('voices.receipt.words') },
        { key: 'help', label: t('voices.report.field.would_help') },
        { key: 'people', label: t('voices.missed.people'), numeric: true },
      ]}
      rows={reports.map(({ words, wouldHelp, people, happenedOn }) => ({
        cells: {
          words: words || '—',
          help: wouldHelp ?? '—',
          people: String(people),
          day: sayDay(happenedOn, lang),
        },
      }))}
    />
  )
}
