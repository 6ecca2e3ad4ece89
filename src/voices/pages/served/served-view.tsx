// Who is served: by door, by district, by age, with the districts nobody came from beside the sums.

import type { LocalText } from '../../../core/errors.ts'
import { say } from '../../../core/i18n.ts'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import type { ServedAccount } from '../../actions/served.ts'
import { gapsOf, hidesAny, type ServedBy, servedRate } from '../../rules/served.ts'
import { doorName, sayCount, sayRounded } from './parts.tsx'

const DECIMALS = 1

export interface ServedProps {
  frame: PageFrame
  serviceId: string
  account: ServedAccount
  districtName(id: string): LocalText | null
  isStaff: boolean
}

export function ServedPage(props: ServedProps) {
  const { frame, account, serviceId } = props
  const { t } = frame
  const { counted, sampled } = account
  return (
    <Layout {...frame} wide>
      <h1>{frame.title}</h1>
      <p>{t('voices.served.lead', { weeks: account.weeks })}</p>
      {hidesAny(counted) && <p class="hint">{t('voices.served.rounded')}</p>}
      <ServedTable
        {...props}
        caption={t('voices.served.by_door')}
        first={t('voices.served.door')}
        rows={[...counted.doors, { of: 'all', population: null, ...counted.all }]}
        nameOf={(of) => (of === 'all' ? t('voices.served.all') : doorName(t, of))}
      />
      <Gaps {...props} />
      <Districts {...props} />
      <ServedTable
        {...props}
        caption={t('voices.served.by_age')}
        first={t('voices.served.age')}
        rows={counted.all.came === 0 ? [] : counted.ages}
        nameOf={(of) => t(`voices.served.age.${of}`)}
      />
      <h2>{t('voices.served.sample')}</h2>
      <p>{t('voices.served.sample_explain')}</p>
      <ServedTable
        {...props}
        caption={t('voices.served.sample_doors')}
        first={t('voices.served.door')}
        rows={sampled.doors}
        nameOf={(of) => doorName(t, of)}
      />
      <Answers {...props} />
      <ul>
        <li>
          <a href={`/ledger/${serviceId}`}>{t('voices.served.to_ledger')}</a>
        </li>
        {props.isStaff && (
          <li>
            <a href="/desk/served">{t('voices.served.to_form')}</a>
          </li>
        )}
      </ul>
    </Layout>
  )
}

interface TableProps extends ServedProps {
  caption: string
  first: string
  rows: ServedBy[]
  nameOf(of: string): string
}

function ServedTable({ frame, account, caption, first, rows, nameOf }: TableProps) {
  const { t } = frame
  const isRounded = hidesAny(account.counted) || hidesAny(account.sampled)
  const people = (count: number) => (isRounded ? sayRounded(t, count) : sayCount(t, count))
  const hasPeople = rows.some(({ population }) => population !== null)
  const number = (key: string): Column => ({
    key,
    label: t(`voices.served.${key}`),
    numeric: true,
  })
  return (
    <Table
      caption={caption}
      columns={[
        { key: 'of', label: first },
        ...(hasPeople ? [number('population')] : []),
        number('came'),
        number('finished'),
        number('could_not'),
        ...(hasPeople ? [number('rate')] : []),
      ]}
      rows={rows.map((row) => {
        const rate = servedRate(row)
        return {
          cells: {
            of: nameOf(row.of),
            population: row.population === null ? '—' : sayCount(t, row.population),
            came: people(row.came),
            finished: people(row.finished),
            could_not: people(row.couldNot),
            rate: rate === null ? '—' : t('voices.served.rate_value', { count: oneDecimal(rate) }),
          },
        }
      })}
      empty={t('voices.served.nobody_counted')}
    />
  )
}

const oneDecimal = (rate: number): number => Number(rate.toFixed(DECIMALS))

function Gaps({ frame, account, districtName }: ServedProps) {
  const { t, lang } = frame
  const { districts, all, unplaced } = account.counted
  if (all.came === 0) return null
  if (unplaced === all.came)
    return <Notice kind="info" title={t('voices.served.no_district_known')} />
  const gaps = gapsOf(districts)
  if (gaps.length === 0) return <Notice kind="success" title={t('voices.served.no_gaps')} />
  return (
    <Notice kind="warning" title={t('voices.served.gaps', { count: gaps.length })}>
      <p>
        {gaps
          .map(({ of, population }) => {
            const name = districtName(of)
            return t('voices.served.gap', {
              district: name ? say(name, lang) : of,
              people: sayCount(t, population ?? 0),
            })
          })
          .join(t('voices.ledger.comma'))}
      </p>
      {unplaced > 0 && <p>{t('voices.served.unplaced', { people: sayRounded(t, unplaced) })}</p>}
    </Notice>
  )
}

function Districts(props: ServedProps) {
  const { frame, account, districtName } = props
  const { t, lang } = frame
  const { districts } = account.counted
  return (
    <ServedTable
      {...props}
      caption={t('voices.served.by_district')}
      first={t('voices.served.district')}
      rows={districts.filter(({ came }) => came > 0)}
      nameOf={(of) => {
        const name = districtName(of)
        return name ? say(name, lang) : of
      }}
    />
  )
}

function Answers({ frame, account }: ServedProps) {
  const { t } = frame
  if (account.answers.length === 0) return null
  return (
    <Table
      caption={t('voices.served.answers')}
      columns={[
        { key: 'question', label: t('voices.served.question') },
        { key: 'answer', label: t('voices.served.answer') },
        { key: 'answers', label: t('voices.served.how_many'), numeric: true },
      ]}
      rows={account.answers.map(({ question, answer, answers }) => ({
        cells: {
          question: t(`voices.served.ask.${question}`),
          answer: t(`voices.served.ask.${question}.${answer}`),
          answers: sayCount(t, answers),
        },
      }))}
    />
  )
}
