// A finding with its story: who is missed since when, what was decided, and whether it helped.

import type { Child } from 'hono/jsx'
import { say } from '../../../core/i18n.ts'
import { sayDay } from '../../../core/moments.ts'
import type { District } from '../../../places/index.ts'
import { Button, SelectField, TextField } from '../../../ui/form.tsx'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { StateTag } from '../../../ui/state.tsx'
import { SummaryList } from '../../../ui/summary-list.tsx'
import { Table } from '../../../ui/table.tsx'
import type { Judged } from '../../actions/judging.ts'
import type { Decision, Finding, FindingWeek } from '../../schema/finding.ts'
import type { Service } from '../../schema/service.ts'
import { SMALLEST_SHOWN } from '../../schema/words.ts'
import { LOOKS, sayPeople, sayPeopleBeside, titleOf } from '../words.ts'
import { DecisionBox, WeeksChart } from './parts.tsx'
import { PlacesMap } from './places-map.tsx'

export interface FindingProps {
  frame: PageFrame
  finding: Finding
  service: Service | null
  weeks: FindingWeek[]
  /** Empty where the group is too small to say where it is. */
  places: { districtId: string; people: number }[]
  districts: District[]
  quotes: { words: string; language: string }[]
  decisions: { decision: Decision; judged: Judged | null }[]
  mayKeep: boolean
  /** Others of the same service, into which it could be put. */
  others: Finding[]
}

export function FindingPage(props: FindingProps) {
  const { frame, finding, service, weeks, decisions, mayKeep } = props
  const { t, lang } = frame
  const startsOn =
    decisions.findLast(({ decision }) => decision.startsOn)?.decision.startsOn ?? null
  return (
    <Layout {...frame}>
      <p>
        <a href={`/voices/services/${finding.serviceId}`}>
          {service ? say(service.name, lang) : finding.serviceId}
        </a>
      </p>
      <h1>{titleOf(finding, t, lang)}</h1>
      <p>
        <StateTag state={LOOKS[finding.state]} text={t(`voices.finding_state.${finding.state}`)} />
      </p>
      {finding.mergedInto && (
        <p>
          <a href={`/findings/${finding.mergedInto}`}>{t('voices.finding.merged')}</a>
        </p>
      )}
      <Facts {...props} />
      {weeks.length > 0 && finding.people >= SMALLEST_SHOWN && (
        <section>
          <h2>{t('voices.finding.weeks')}</h2>
          <WeeksChart t={t} lang={lang} weeks={weeks} startsOn={startsOn} />
        </section>
      )}
      <Places {...props} />
      <Quotes {...props} />
      <section>
        <h2>{t('voices.finding.story')}</h2>
        {decisions.length === 0 && <p>{t('voices.finding.no_decision')}</p>}
        {decisions.map(({ decision, judged }) => (
          <DecisionBox t={t} lang={lang} decision={decision} judged={judged}>
            {mayKeep && !decision.rolledBackOn && decision.startsOn && (
              <RollBack frame={frame} decision={decision} />
            )}
          </DecisionBox>
        ))}
        {finding.reopened > 0 && <p>{t('voices.finding.reopened', { count: finding.reopened })}</p>}
      </section>
      {mayKeep && finding.state !== 'merged' && <Keeping {...props} />}
      <p>
        <a href={`/voices/new?service=${finding.serviceId}`}>{t('voices.finding.tell')}</a>
      </p>
    </Layout>
  )
}

function Facts({ frame: { t, lang }, finding }: FindingProps) {
  const { group, barrier, severity, firstOn, people, peopleWeeks } = finding
  return (
    <SummaryList
      items={[
        { label: t('voices.report.field.groups'), value: t(`voices.group.${group}`) },
        { label: t('voices.report.field.barriers.missed'), value: t(`voices.barrier.${barrier}`) },
        { label: t('voices.report.field.severity'), value: t(`voices.severity.${severity}`) },
        { label: t('voices.missed.since'), value: sayDay(firstOn, lang) },
        { label: t('voices.missed.people'), value: sayPeople(people, t) },
        ...(people < SMALLEST_SHOWN
          ? []
          : [
              {
                label: t('voices.finding.people_weeks'),
                value: t('voices.finding.weeks_count', { count: peopleWeeks }),
              },
            ]),
      ]}
    />
  )
}

function Places({ frame: { t, lang }, places, districts }: FindingProps) {
  if (places.length === 0) return null
  const all = places.map(({ people }) => people)
  const nameOf = (id: string): Child => {
    const district = districts.find((one) => one.id === id)
    return district ? say(district.name, lang) : t('voices.report.place_unknown')
  }
  return (
    <section>
      <h2>{t('voices.finding.places')}</h2>
      <PlacesMap districts={districts} places={places} />
      <Table
        caption={t('voices.finding.places')}
        isCaptionUnseen
        columns={[
          { key: 'place', label: t('voices.report.field.place') },
          { key: 'people', label: t('voices.missed.people'), numeric: true },
        ]}
        rows={places.map(({ districtId, people }) => ({
          cells: { place: nameOf(districtId), people: sayPeopleBeside(people, all, t) },
        }))}
      />
    </section>
  )
}

function Quotes({ frame: { t, lang }, quotes }: FindingProps) {
  if (quotes.length === 0) return null
  return (
    <section>
      <h2>{t('voices.finding.quotes')}</h2>
      {quotes.map(({ words, language }) => (
        <blockquote lang={language === lang ? undefined : language === 'en' ? 'en' : 'zh-Hant-TW'}>
          {words}
        </blockquote>
      ))}
    </section>
  )
}

function RollBack({ frame: { t }, decision }: { frame: PageFrame; decision: Decision }) {
  return (
    <details>
      <summary>{t('voices.decide.roll_back')}</summary>
      <form method="post" action={`/desk/decisions/${decision.decisionId}/rollback`}>
        <TextField
          t={t}
          id={`why-${decision.decisionId}`}
          name="why"
          label={t('voices.decide.why')}
        />
        <Button kind="danger">{t('voices.decide.roll_back')}</Button>
      </form>
    </details>
  )
}

function Keeping({ frame: { t, lang }, finding, others }: FindingProps) {
  return (
    <section>
      <h2>{t('voices.finding.keeping')}</h2>
      <p>
        <Button href={`/desk/findings/${finding.findingId}/decision`}>
          {t('voices.decide.link')}
        </Button>
      </p>
      <ul>
        <li>
          <a href={`/desk/findings/${finding.findingId}/reports`}>
            {t('voices.sorting.reports_in')}
          </a>
        </li>
      </ul>
      <form method="post" action={`/desk/findings/${finding.findingId}/served`}>
        <TextField
          t={t}
          id="people"
          label={t('voices.finding.served')}
          hint={t('voices.finding.served_hint')}
          inputMode="numeric"
          width="short"
        />
        <Button kind="secondary">{t('voices.finding.served_send')}</Button>
      </form>
      {others.length > 0 && (
        <form method="post" action={`/desk/findings/${finding.findingId}/merge`}>
          <SelectField
            t={t}
            id="into"
            label={t('voices.finding.merge')}
            hint={t('voices.finding.merge_hint')}
            options={others.map((other) => ({
              value: other.findingId,
              label: titleOf(other, t, lang),
            }))}
          />
          <Button kind="secondary">{t('voices.finding.merge_send')}</Button>
        </form>
      )}
    </section>
  )
}
