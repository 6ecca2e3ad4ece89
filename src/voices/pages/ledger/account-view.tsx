// The ledger of one service: what a case takes each group, before and after, and the weeks behind it.
// What a change moves onto a group is marked and stands beside its owner's words.

import { say } from '../../../core/i18n.ts'
import { sayDay } from '../../../core/moments.ts'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { StateTag } from '../../../ui/state.tsx'
import { Table } from '../../../ui/table.tsx'
import { round } from '../../actions/ledger.ts'
import type { Account, AccountGroup } from '../../actions/ledger-read.ts'
import { isOfFew } from '../../rules/ledger.ts'
import { SMALLEST_SHOWN } from '../../schema/words.ts'

export interface AccountProps {
  frame: PageFrame
  serviceId: string
  account: Account
  groupName(groupId: string): string
}

export function AccountPage(props: AccountProps) {
  const { frame, account } = props
  const { t, lang } = frame
  const { change, groups } = account
  const moved = groups.filter((group) => group.moved !== null)
  return (
    <Layout {...frame} wide>
      <h1>{frame.title}</h1>
      <p>{t('voices.ledger.lead')}</p>
      {account.isExample && <Notice kind="info" title={t('voices.ledger.example')} />}
      {change && (
        <p>
          {t('voices.ledger.since', {
            title: say(change.title, lang),
            on: sayDay(change.startsOn, lang),
          })}
        </p>
      )}
      {moved.length > 0 && <MovedNotice {...props} moved={moved} />}
      <GroupTable
        {...props}
        caption={t('voices.ledger.work')}
        groups={groups.filter(({ groupId }) => groupId !== 'waiting')}
      />
      <p class="hint">{t('voices.ledger.small_desks')}</p>
      <GroupTable
        {...props}
        caption={t('voices.ledger.waiting')}
        groups={groups.filter(({ groupId }) => groupId === 'waiting')}
      />
      <p class="hint">{t('voices.ledger.waiting_explain')}</p>
      <Sources {...props} />
      <Weeks {...props} />
      <OvertimeTable {...props} />
      <Objections {...props} />
      <p>
        <a href={`/voices/services/${props.serviceId}/served`}>{t('voices.ledger.to_served')}</a>
      </p>
      <p>
        <a href="/ledger">{t('voices.ledger.all_services')}</a>
      </p>
    </Layout>
  )
}

function MovedNotice({
  frame,
  account,
  moved,
  groupName,
}: AccountProps & { moved: AccountGroup[] }) {
  const { t, lang } = frame
  return (
    <Notice kind="danger" title={t('voices.ledger.moved_title', { count: moved.length })}>
      <ul>
        {moved.map(({ groupId, moved: minutes }) => (
          <li>
            {t('voices.ledger.moved_onto', {
              group: groupName(groupId),
              minutes: round(minutes ?? 0),
            })}
          </li>
        ))}
      </ul>
      {account.notes.length === 0 && <p>{t('voices.ledger.no_note')}</p>}
      {account.notes.map(({ words, tag }) => (
        <p>
          <strong>{t('voices.ledger.owner_says')}</strong>
          <br />
          <span lang={tag}>{typeof words === 'string' ? words : say(words, lang)}</span>
        </p>
      ))}
    </Notice>
  )
}

function GroupTable(props: AccountProps & { caption: string; groups: AccountGroup[] }) {
  const { frame, caption, groups, groupName } = props
  const { t } = frame
  const minutes = (value: number) => t('voices.ledger.minutes', { count: round(value) })
  return (
    <Table
      caption={caption}
      columns={[
        { key: 'group', label: t('voices.ledger.who') },
        { key: 'before', label: t('voices.ledger.before'), numeric: true },
        { key: 'after', label: t('voices.ledger.after'), numeric: true },
        { key: 'volume', label: t('voices.ledger.volume'), numeric: true },
        { key: 'sum', label: t('voices.ledger.sum'), numeric: true },
        { key: 'change', label: t('voices.ledger.change') },
      ]}
      rows={groups.map((group) => ({
        cells: {
          group: groupName(group.groupId),
          before: group.before === null ? t('voices.ledger.none_before') : minutes(group.before),
          after: minutes(group.after),
          volume: t('voices.ledger.cases', { count: group.perWeek }),
          sum: t('voices.ledger.hours', { count: round(group.minutesAWeek / 60) }),
          change: <ChangeTag frame={frame} group={group} />,
        },
      }))}
      empty={t('voices.ledger.nothing_yet')}
    />
  )
}

function ChangeTag({ frame, group }: { frame: PageFrame; group: AccountGroup }) {
  const { t } = frame
  const basis = t(`voices.ledger.basis.${group.basis}`)
  if (group.moved !== null) {
    const text = t('voices.ledger.more', { count: round(group.moved) })
    return (
      <>
        <StateTag state="refused" text={text} />
        <br />
        {basis}
      </>
    )
  }
  const less = group.before === null ? 0 : group.before - group.after
  return (
    <>
      {less > 0 && (
        <>
          <StateTag state="done" text={t('voices.ledger.less', { count: round(less) })} />
          <br />
        </>
      )}
      {basis}
    </>
  )
}

function Sources({ frame, account, groupName }: AccountProps) {
  const { t, lang } = frame
  const declared = account.groups.filter((group) => group.beforeSource || group.afterSource)
  if (declared.length === 0) return null
  return (
    <details class="as-table">
      <summary>{t('voices.ledger.sources')}</summary>
      <ul>
        {declared.map(({ groupId, beforeSource, afterSource }) => (
          <li>
            <strong>{groupName(groupId)}</strong>
            <br />
            {beforeSource && t('voices.ledger.source_before', { source: say(beforeSource, lang) })}
            {beforeSource && <br />}
            {afterSource
              ? t('voices.ledger.source_after', { source: say(afterSource, lang) })
              : t('voices.ledger.source_measured')}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Weeks({ frame, account, groupName }: AccountProps) {
  const { t, lang } = frame
  const rows = account.weeks.flatMap(({ weekOn, lines }) =>
    lines.map((line) => ({
      cells: {
        week: sayDay(weekOn, lang),
        group: groupName(line.groupId),
        volume: isOfFew(line)
          ? t('voices.served.fewer', { count: SMALLEST_SHOWN })
          : t('voices.ledger.cases', { count: line.volume }),
        sum: isOfFew(line) ? '—' : t('voices.ledger.hours', { count: round(line.minutes / 60) }),
        basis: t(`voices.ledger.basis.${line.basis}`),
      },
    })),
  )
  if (rows.length === 0) return <p>{t('voices.ledger.weeks_none')}</p>
  return (
    <details class="as-table">
      <summary>{t('voices.ledger.weeks')}</summary>
      <Table
        caption={t('voices.ledger.weeks_caption')}
        columns={[
          { key: 'week', label: t('voices.ledger.week') },
          { key: 'group', label: t('voices.ledger.who') },
          { key: 'volume', label: t('voices.ledger.volume'), numeric: true },
          { key: 'sum', label: t('voices.ledger.sum'), numeric: true },
          { key: 'basis', label: t('voices.ledger.basis') },
        ]}
        rows={rows}
      />
    </details>
  )
}

function OvertimeTable({ frame, account, groupName }: AccountProps) {
  const { t, lang } = frame
  return (
    <section>
      <h2>{t('voices.ledger.overtime')}</h2>
      <Table
        caption={t('voices.ledger.overtime')}
        isCaptionUnseen
        columns={[
          { key: 'week', label: t('voices.ledger.week') },
          { key: 'desk', label: t('voices.ledger.desk') },
          { key: 'hours', label: t('voices.ledger.overtime_hours'), numeric: true },
        ]}
        rows={account.overtime.map(({ weekOn, groupId, hours }) => ({
          cells: {
            week: sayDay(weekOn, lang),
            desk: groupName(groupId),
            hours: t('voices.ledger.hours', { count: round(hours) }),
          },
        }))}
        empty={t('voices.ledger.overtime_none')}
      />
    </section>
  )
}

function Objections({ frame, account, groupName }: AccountProps) {
  const { t, lang } = frame
  return (
    <section>
      <h2>{t('voices.ledger.objections')}</h2>
      {account.objections.length === 0 && <p>{t('voices.ledger.objections_none')}</p>}
      {account.objections.map(({ groupId, weekOn, words, language }) => (
        <blockquote>
          <p lang={language === 'en' ? 'en' : 'zh-Hant-TW'}>{words}</p>
          <p class="hint">
            {t('voices.ledger.objection_by', {
              desk: groupName(groupId),
              week: sayDay(weekOn, lang),
            })}
          </p>
        </blockquote>
      ))}
    </section>
  )
}
