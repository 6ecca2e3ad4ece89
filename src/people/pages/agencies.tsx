// Agencies with their desks: who is there, when, and how to reach them without us.

import { say } from '../../core/i18n.ts'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { type SummaryItem, SummaryList } from '../../ui/summary-list.tsx'
import { Table } from '../../ui/table.tsx'
import type { Agency, Desk } from '../schema.ts'

interface AgenciesProps {
  frame: PageFrame
  agencies: Agency[]
  desks: Desk[]
}

export function AgenciesPage({ frame, agencies, desks }: AgenciesProps) {
  const { t, lang } = frame
  return (
    <Layout {...frame}>
      <h1>{t('people.agencies')}</h1>
      <p>{t('people.agencies_lead')}</p>
      {agencies.map((agency) => {
        const own = desks.filter((desk) => desk.agency === agency.id)
        return (
          <section id={agency.id}>
            <h2>{say(agency.name, lang)}</h2>
            <SummaryList items={agencyLines(agency, frame)} />
            {own.length > 0 && <Desks frame={frame} agency={agency} desks={own} />}
          </section>
        )
      })}
    </Layout>
  )
}

function Desks({ frame, agency, desks }: { frame: PageFrame; agency: Agency; desks: Desk[] }) {
  const { t, lang } = frame
  const columns = [
    { key: 'desk', label: t('people.desk') },
    { key: 'hours', label: t('people.desk_hours') },
    { key: 'people', label: t('people.desk_people'), numeric: true },
    { key: 'minutes', label: t('people.desk_minutes'), numeric: true },
  ]
  const rows = desks.map(({ name, hours, people, minutesPerDay }) => ({
    cells: {
      desk: say(name, lang),
      hours: t('people.desk_open', {
        days: daysOf(hours.days, frame),
        from: hours.from,
        to: hours.to,
      }),
      people: people.toLocaleString(lang),
      minutes: minutesPerDay.toLocaleString(lang),
    },
  }))
  const caption = t('people.desks_of', { agency: say(agency.name, lang) })
  return <Table caption={caption} columns={columns} rows={rows} />
}

function agencyLines(agency: Agency, { t, lang }: PageFrame): SummaryItem[] {
  const { phone, email, url, oldSite, branches } = agency
  const names = branches.map((branch) => say(branch.name, lang))
  return [
    ...line(t('people.phone'), phone && <a href={`tel:${phone}`}>{phone}</a>),
    ...line(t('people.email'), email && <a href={`mailto:${email}`}>{email}</a>),
    ...line(t('people.site'), url && <a href={url}>{url}</a>),
    ...line(t('people.old_site'), oldSite && <a href={oldSite}>{oldSite}</a>),
    ...line(t('people.branches'), names.length > 0 && listOf(names, lang)),
  ]
}

const line = (label: string, value: SummaryItem['value'] | undefined | false): SummaryItem[] =>
  value ? [{ label, value }] : []

/** ISO weekdays as `週一至週五`, or each by name when there is a gap. */
function daysOf(days: number[], { t, lang }: PageFrame): string {
  const form = new Intl.DateTimeFormat(lang, { weekday: 'short', timeZone: 'UTC' })
  // The first of January 2024 was a Monday.
  const names = days.map((day) => form.format(new Date(Date.UTC(2024, 0, day))))
  const [first = '', last = ''] = [names[0], names.at(-1)]
  const isRange = days.length > 2 && days.every((day, index) => day === (days[0] ?? 0) + index)
  return isRange ? t('people.days_range', { first, last }) : listOf(names, lang)
}

const listOf = (words: string[], lang: string): string =>
  new Intl.ListFormat(lang, { type: 'conjunction' }).format(words)
