// One published version, in full and in public: what it asks, whom it tells, by which rules, who
// keeps it, and which gates it passed or was let past.

import type { Child } from 'hono/jsx'
import type { City } from '../../core/city.ts'
import type { LocalText } from '../../core/errors.ts'
import type { GateResult } from '../../core/gates.ts'
import { findGate } from '../../core/gates.ts'
import { type Language, say } from '../../core/i18n.ts'
import { sayDay } from '../../core/moments.ts'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SummaryList } from '../../ui/summary-list.tsx'
import { Table } from '../../ui/table.tsx'
import type { Journey, PublishedVersion, VersionSummary } from '../schema.ts'

export interface VersionProps {
  frame: PageFrame
  version: PublishedVersion
  /** Newest first. */
  others: VersionSummary[]
  gates: GateResult[]
  gatesOff: City['gatesOff']
  agencyName(id: string): LocalText | null
  /** What later modules say of it. */
  extra: Child
}

export function VersionPage(props: VersionProps) {
  const { frame, version } = props
  const { t } = frame
  const journey = version.definition
  return (
    <Layout {...frame} wide>
      <h1>{frame.title}</h1>
      {version.status !== 'live' && (
        <Notice kind="info" title={t(`journeys.${version.status}`)}>
          <p>{t(`journeys.${version.status}_explain`)}</p>
        </Notice>
      )}
      <Facts {...props} />
      <h2>{t('journeys.answers_to')}</h2>
      <Answers frame={frame} journey={journey} />
      <h2>{t('journeys.gates')}</h2>
      <Gates {...props} />
      {props.extra}
      <h2>{t('journeys.touch_points')}</h2>
      <TouchPoints frame={frame} journey={journey} />
      <h2>{t('journeys.legs')}</h2>
      <Legs {...props} />
      <h2>{t('journeys.rules')}</h2>
      <Rules frame={frame} journey={journey} />
      <h2>{t('journeys.asked')}</h2>
      <Asked frame={frame} journey={journey} />
      <h2>{t('journeys.checks')}</h2>
      <ul>
        {journey.checks.map((check) => (
          <li>{say(check.message, frame.lang)}</li>
        ))}
      </ul>
      <h2>{t('journeys.versions')}</h2>
      <Others {...props} />
    </Layout>
  )
}

function Facts({ frame, version }: VersionProps) {
  const { t, lang } = frame
  const { keeper, licence, derivedFrom, credit } = version.definition
  const none = t('journeys.nobody')
  const names = (list: string[]) => (list.length > 0 ? list.join(t('journeys.list_comma')) : none)
  return (
    <SummaryList
      items={[
        { label: t('journeys.published'), value: sayDay(version.publishedAt, lang) },
        { label: t('journeys.digest'), value: <code>{version.digest}</code> },
        { label: t('journeys.keeper'), value: keeper.name },
        { label: t('journeys.deputy'), value: keeper.deputy },
        {
          label: t('journeys.keeping'),
          value: t('journeys.keeping_value', {
            count: keeper.hoursPerMonth,
            until: sayDay(keeper.until, lang),
          }),
        },
        { label: t('journeys.noticed_by'), value: names(credit.noticedBy) },
        { label: t('journeys.made_by_label'), value: names(credit.madeBy) },
        { label: t('journeys.tried_by'), value: names(credit.triedBy) },
        {
          label: t('journeys.derived_from'),
          value: derivedFrom
            ? t('journeys.derived_value', { city: derivedFrom.city, version: derivedFrom.version })
            : t('journeys.derived_none'),
        },
        { label: t('journeys.licence'), value: licence },
        {
          label: t('journeys.as_data'),
          value: (
            <a href={`/api/v1/journeys/${version.journeyId}?version=${version.version}`}>JSON</a>
          ),
        },
      ]}
    />
  )
}

/** Nothing to answer to is a finding of its own: it is shown, not left out. */
function Answers({ frame, journey }: { frame: PageFrame; journey: Journey }) {
  const { t, lang } = frame
  if (journey.answers.length === 0) return <p>{t('journeys.answers_to_nothing')}</p>
  return (
    <ul>
      {journey.answers.map(({ kind, text, ref }) => (
        <li>
          {t(`journeys.answer_${kind}`, { text: say(text, lang) })}
          {ref && <p class="hint">{ref}</p>}
        </li>
      ))}
    </ul>
  )
}

function Gates({ frame, gates, gatesOff }: VersionProps) {
  const { t, lang } = frame
  const title = (id: string) => {
    const gate = findGate(id)
    return gate ? say(gate.title, lang) : id
  }
  const isHere = (id: string) => (findGate(id)?.what ?? 'journey') === 'journey'
  const unheard = gatesOff.filter(
    (off) => isHere(off.gate) && !gates.some(({ gate }) => gate === off.gate),
  )
  if (gates.length === 0 && unheard.length === 0) return <p>{t('journeys.no_gates')}</p>
  return (
    <ul>
      {gates.map((gate) => (
        <li>
          {t(`journeys.gate_${gate.state}`, { gate: title(gate.gate) })}
          {gate.findings.map((finding) => (
            <p class="hint">
              {gate.offBy
                ? t('journeys.gate_off_by', { by: gate.offBy, why: say(finding, lang) })
                : say(finding, lang)}
            </p>
          ))}
        </li>
      ))}
      {unheard.map((off) => (
        <li>
          {t('journeys.gate_off', { gate: title(off.gate) })}
          <p class="hint">
            {t('journeys.gate_off_by', { by: off.by, why: say(off.reason, lang) })}
          </p>
        </li>
      ))}
    </ul>
  )
}

function TouchPoints({ frame, journey }: { frame: PageFrame; journey: Journey }) {
  const { t, lang } = frame
  const { before, after } = journey.touchPoints
  const column = (texts: LocalText[]) => (
    <ul>
      {texts.map((text) => (
        <li>{say(text, lang)}</li>
      ))}
    </ul>
  )
  return (
    <SummaryList
      items={[
        { label: t('journeys.before', { count: before.length }), value: column(before) },
        { label: t('journeys.after', { count: after.length }), value: column(after) },
      ]}
    />
  )
}

function Legs({ frame, version, agencyName }: VersionProps) {
  const { t, lang } = frame
  return (
    <Table
      caption={t('journeys.legs_caption')}
      columns={[
        { key: 'agency', label: t('journeys.agency') },
        { key: 'title', label: t('journeys.leg') },
        { key: 'adapter', label: t('journeys.adapter') },
        { key: 'when', label: t('journeys.condition') },
      ]}
      rows={version.definition.legs.map((leg) => ({
        cells: {
          agency: nameOr(agencyName(leg.agency), leg.agency, lang),
          title: say(leg.title, lang),
          adapter: <a href={`/api/v1/adapters/${leg.adapter}`}>{leg.adapter}</a>,
          when: leg.when ? <code>{leg.when}</code> : t('journeys.always'),
        },
      }))}
    />
  )
}

const nameOr = (name: LocalText | null, id: string, lang: Language): string =>
  name ? say(name, lang) : id

function Rules({ frame, journey }: { frame: PageFrame; journey: Journey }) {
  const { t } = frame
  const rows = Object.entries(journey.rules).flatMap(([name, series]) =>
    series.map(({ from, to, value, source, verified }) => ({
      cells: {
        name,
        value: String(value),
        days: t(to ? 'journeys.from_to' : 'journeys.from_on', { from, to: to ?? '' }),
        source: verified ? source : t('journeys.unverified', { source }),
      },
    })),
  )
  return (
    <Table
      caption={t('journeys.rules_caption')}
      columns={[
        { key: 'name', label: t('journeys.rule') },
        { key: 'value', label: t('journeys.value'), numeric: true },
        { key: 'days', label: t('journeys.holds') },
        { key: 'source', label: t('journeys.source') },
      ]}
      rows={rows}
      empty={t('journeys.no_rules')}
    />
  )
}

function Asked({ frame, journey }: { frame: PageFrame; journey: Journey }) {
  const { lang } = frame
  return (
    <SummaryList
      items={journey.pages.map((page) => ({
        label: say(page.title, lang),
        value: (
          <ul>
            {page.questions.map((question) => (
              <li>{say(question.label, lang)}</li>
            ))}
          </ul>
        ),
      }))}
    />
  )
}

function Others({ frame, version, others }: VersionProps) {
  const { t, lang } = frame
  return (
    <ul>
      {others.map((other) => {
        const line = t('journeys.version_of', {
          version: other.version,
          on: sayDay(other.publishedAt, lang),
        })
        const isThis = other.version === version.version
        return (
          <li>
            {isThis ? (
              line
            ) : (
              <a href={`/journeys/${other.journeyId}/versions/${other.version}`}>{line}</a>
            )}
          </li>
        )
      })}
    </ul>
  )
}
