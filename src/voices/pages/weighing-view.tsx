// The promise to all of one version: which doors were weighed and why these, whom it touches, what
// each gains or loses, since when they know, and what they said.

import type { LocalText } from '../../core/errors.ts'
import { say } from '../../core/i18n.ts'
import { machineMoment, sayDay, sayMoment } from '../../core/moments.ts'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { StateTag } from '../../ui/state.tsx'
import { SummaryList } from '../../ui/summary-list.tsx'
import { Table } from '../../ui/table.tsx'
import { emergencyEnd, emergencyState, listUntold } from '../rules/weighing.ts'
import type { ReadWeighing, Stakeholder, WeighedDoor } from '../schema/weighing.ts'

export interface WeighingProps {
  frame: PageFrame
  journeyId: string
  version: number
  /** Null: nobody has weighed it. */
  weighing: ReadWeighing | null
  /** What stops this version; null when it has started. */
  missing: LocalText[] | null
  /** Of versions with a weighing, newest first. */
  versions: number[]
  keptAt: Date | null
  changedAt: Date | null
  today: string
  now: Date
}

export function WeighingPage(props: WeighingProps) {
  const { frame, journeyId, weighing, version } = props
  const { t } = frame
  return (
    <Layout {...frame} wide>
      <h1>{frame.title}</h1>
      <p>{t('voices.weighing.lead')}</p>
      <Missing {...props} />
      {weighing ? <Weighed {...props} weighing={weighing} /> : <p>{t('voices.weighing.none')}</p>}
      <h2>{t('voices.weighing.more')}</h2>
      <ul>
        <li>
          <a href={`/voices/trials/${journeyId}`}>{t('voices.weighing.to_trials')}</a>
        </li>
        {props.missing === null && (
          <li>
            <a href={`/journeys/${journeyId}/versions/${version}`}>
              {t('voices.weighing.to_version')}
            </a>
          </li>
        )}
        {props.versions
          .filter((other) => other !== version)
          .map((other) => (
            <li>
              <a href={`/voices/weighings/${journeyId}/${other}`}>
                {t('voices.weighing.other_version', { version: other })}
              </a>
            </li>
          ))}
      </ul>
    </Layout>
  )
}

function Missing({ frame, missing }: WeighingProps) {
  const { t, lang } = frame
  if (missing === null) return null
  return missing.length === 0 ? (
    <Notice kind="info" title={t('voices.weighing.waits_only')}>
      <p>{t('voices.weighing.waits_only_explain')}</p>
    </Notice>
  ) : (
    <Notice kind="danger" title={t('voices.weighing.stopped')}>
      <ul>
        {missing.map((one) => (
          <li>{say(one, lang)}</li>
        ))}
      </ul>
    </Notice>
  )
}

type Known = WeighingProps & { weighing: ReadWeighing }

function Weighed(props: Known) {
  const { frame, weighing, keptAt, changedAt } = props
  const { t, lang } = frame
  const { timeNote, keeper } = weighing
  return (
    <>
      {weighing.isExample && (
        <Notice kind="info">
          <p>{t('voices.weighing.example')}</p>
        </Notice>
      )}
      <Emergency {...props} />
      <h2>{t('voices.weighing.doors')}</h2>
      <Doors frame={frame} doors={weighing.doors} />
      <h2>{t('voices.weighing.stakeholders')}</h2>
      <Stakeholders {...props} />
      <SummaryList
        items={[
          { label: t('voices.weighing.keeper'), value: say(keeper, lang) },
          ...(timeNote
            ? [{ label: t('voices.weighing.time_note'), value: say(timeNote, lang) }]
            : []),
          ...(keptAt ? [{ label: t('voices.weighing.kept_on'), value: sayDay(keptAt, lang) }] : []),
          ...(changedAt
            ? [{ label: t('voices.weighing.changed_on'), value: sayDay(changedAt, lang) }]
            : []),
        ]}
      />
    </>
  )
}

function Emergency({ frame, weighing, today, now }: Known) {
  const { t, lang } = frame
  const end = emergencyEnd(weighing)
  if (!end || !weighing.emergency) return null
  const untold = listUntold(weighing, today)
  const isLate = untold.length > 0 && emergencyState(weighing, now) === 'over'
  const { by, reason } = weighing.emergency
  return (
    <Notice kind={isLate ? 'danger' : 'warning'} title={t('voices.weighing.emergency')}>
      <p>{t('voices.weighing.emergency_by', { by: say(by, lang), reason: say(reason, lang) })}</p>
      <p>
        <time datetime={machineMoment(end)}>
          {t(isLate ? 'voices.weighing.emergency_late' : 'voices.weighing.emergency_until', {
            until: sayMoment(end, lang),
          })}
        </time>
      </p>
      {untold.length > 0 && (
        <ul>
          {untold.map(({ group }) => (
            <li>{say(group, lang)}</li>
          ))}
        </ul>
      )}
    </Notice>
  )
}

function Doors({ frame, doors }: { frame: PageFrame; doors: WeighedDoor[] }) {
  const { t, lang } = frame
  return (
    <Table
      caption={t('voices.weighing.doors_caption')}
      columns={[
        { key: 'door', label: t('voices.weighing.door') },
        { key: 'reach', label: t('voices.weighing.reach'), numeric: true },
        { key: 'cost', label: t('voices.weighing.cost'), numeric: true },
        { key: 'minutes', label: t('voices.weighing.minutes'), numeric: true },
        { key: 'why', label: t('voices.weighing.why') },
      ]}
      rows={doors.map((door) => ({
        cells: {
          door: (
            <>
              {t(`voices.weighing.door.${door.door}`)}
              <br />
              <StateTag
                state={door.chosen ? 'done' : 'withdrawn'}
                text={t(door.chosen ? 'voices.weighing.chosen' : 'voices.weighing.not_chosen')}
              />
            </>
          ),
          reach: t('voices.weighing.percent', { count: door.reachPercent }),
          cost: t('voices.weighing.twd', { count: door.costTwd }),
          minutes: t('voices.weighing.minutes_value', { count: door.minutes }),
          why: (
            <>
              {say(door.why, lang)}
              <p class="hint">{t('voices.weighing.source', { source: say(door.source, lang) })}</p>
            </>
          ),
        },
      }))}
    />
  )
}

function Stakeholders({ frame, weighing, today }: Known) {
  const { t } = frame
  return (
    <Table
      caption={t('voices.weighing.stakeholders_caption')}
      columns={[
        { key: 'group', label: t('voices.weighing.group') },
        { key: 'change', label: t('voices.weighing.change') },
        { key: 'told', label: t('voices.weighing.told') },
        { key: 'heard', label: t('voices.weighing.heard') },
      ]}
      rows={weighing.stakeholders.map((one) => ({
        cells: {
          group: <Group frame={frame} one={one} />,
          change: <Change frame={frame} one={one} />,
          told: <Told frame={frame} one={one} today={today} />,
          heard: <Heard frame={frame} one={one} />,
        },
      }))}
    />
  )
}

interface One {
  frame: PageFrame
  one: Stakeholder
}

function Group({ frame, one }: One) {
  return (
    <>
      {say(one.group, frame.lang)}
      <p class="hint">{frame.t(`voices.weighing.stakeholder.${one.kind}`)}</p>
    </>
  )
}

function Change({ frame, one }: One) {
  const { t, lang } = frame
  return (
    <>
      {one.gains && <p>{t('voices.weighing.gains', { what: say(one.gains, lang) })}</p>}
      {one.loses && <p>{t('voices.weighing.loses', { what: say(one.loses, lang) })}</p>}
    </>
  )
}

function Told({ frame, one, today }: One & { today: string }) {
  const { t, lang } = frame
  if (!one.told || one.told.on > today)
    return <StateTag state="needs_you" text={t('voices.weighing.not_told')} />
  return (
    <>
      <time datetime={one.told.on}>{sayDay(one.told.on, lang)}</time>
      <p class="hint">{say(one.told.how, lang)}</p>
    </>
  )
}

function Heard({ frame, one }: One) {
  const { t, lang } = frame
  if (!one.heard) return <>{t('voices.weighing.not_heard')}</>
  return (
    <>
      {say(one.heard.said, lang)}
      <p class="hint">
        <time datetime={one.heard.on}>{sayDay(one.heard.on, lang)}</time>
      </p>
    </>
  )
}
