// One agency's system: how it stands, what is announced, and which days of the last ninety were bad.

import { say } from '../../core/i18n.ts'
import { sayDay, sayMoment } from '../../core/moments.ts'
import { Button, DateField, TextArea, TextField } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { StateTag } from '../../ui/state.tsx'
import { SummaryList } from '../../ui/summary-list.tsx'
import { Table } from '../../ui/table.tsx'
import type { Description } from '../contract.ts'
import type { LaneStanding } from './actions.ts'
import { hoursOf, StartButton } from './parts.tsx'
import type { DayStanding } from './schema.ts'
import { DaysStrip, stripWords } from './strip.tsx'
import { STATES, sayMinutes, sayStands, standingWord } from './words.ts'

interface Props {
  frame: PageFrame
  describe: Description
  standing: LaneStanding
  days: DayStanding[]
  now: Date
  nameOf: (agencyId: string) => string
  maySpeak: boolean
  mayStart: boolean
  mayRotate: boolean
  values: Record<string, string>
  errors: Record<string, string>
}

export function OnePage(props: Props) {
  const { frame, describe, standing, days, now, nameOf, mayStart, mayRotate } = props
  const { t, lang } = frame
  const { lane, stands } = standing
  const isDesk = lane.kind === 'desk'
  return (
    <Layout {...frame}>
      <h1>{say(describe.title, lang)}</h1>
      <p>
        <StateTag state={STATES[stands.standing]} text={sayStands(stands, { t, lang, now })} />
      </p>
      {stands.reason && <p>{stands.reason}</p>}
      <p>{t(`adapters.status.means_${stands.standing}`)}</p>
      {mayStart && lane.stoppedAt && <StartButton t={t} adapterId={lane.adapterId} />}
      <SummaryList
        items={[
          {
            label: t('adapters.column_agencies'),
            value: lane.agencies.map(nameOf).join(t('adapters.and')),
          },
          { label: t('adapters.column_kind'), value: t(`adapters.kind_${lane.kind}`) },
          { label: t('adapters.column_hours'), value: hoursOf(lane, now, t) },
          ...(isDesk
            ? []
            : [
                {
                  label: t('adapters.column_success'),
                  value: lane.lastSuccessAt
                    ? sayMoment(lane.lastSuccessAt, lang)
                    : t('adapters.never'),
                },
              ]),
        ]}
      />
      <Announcements {...props} />
      {!isDesk && <History days={days} frame={frame} />}
      <p>
        <a href={`/api/v1/adapters/${lane.adapterId}`}>{t('adapters.as_data')}</a>
        {mayRotate && (
          <>
            {' · '}
            <a href={`/adapters/${lane.adapterId}/credentials`}>{t('adapters.credentials')}</a>
          </>
        )}
      </p>
    </Layout>
  )
}

function History({ days, frame: { t, lang } }: Pick<Props, 'days' | 'frame'>) {
  const bad = days.filter(({ worst }) => worst !== null && worst !== 'up').toReversed()
  return (
    <section>
      <h2>{t('adapters.status.column_days')}</h2>
      <DaysStrip days={days} t={t} />
      <p>{stripWords(days, t)}</p>
      {bad.length > 0 && (
        <Table
          caption={t('adapters.status.bad_days')}
          isCaptionUnseen
          columns={[
            { key: 'on', label: t('adapters.status.column_day') },
            { key: 'worst', label: t('adapters.status.column_worst') },
            { key: 'minutes', label: t('adapters.status.column_away') },
          ]}
          rows={bad.map(({ on, worst, minutesAway }) => ({
            cells: {
              on: sayDay(on, lang),
              worst: worst ? standingWord(worst, t) : '',
              minutes: sayMinutes(minutesAway, t),
            },
          }))}
        />
      )}
    </section>
  )
}

function Announcements(props: Props) {
  const { frame, standing, maySpeak } = props
  const { t, lang } = frame
  const { announcements, lane } = standing
  if (announcements.length === 0 && !maySpeak) return null
  return (
    <section>
      <h2>{t('adapters.status.announced')}</h2>
      {announcements.length === 0 && <p>{t('adapters.status.none_announced')}</p>}
      <ul>
        {announcements.map(({ announcementId, fromAt, toAt, reason }) => (
          <li id={announcementId}>
            {t('adapters.status.announced_words', {
              from: sayMoment(fromAt, lang),
              to: sayMoment(toAt, lang),
              reason,
            })}
            {maySpeak && (
              <form
                method="post"
                action={`/adapters/${lane.adapterId}/announcements/${announcementId}/withdrawals`}
              >
                <Button kind="secondary">{t('adapters.status.withdraw')}</Button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {maySpeak && <AnnouncementForm {...props} />}
    </section>
  )
}

function AnnouncementForm({ frame, standing, values, errors }: Props) {
  const { t } = frame
  const day = (name: string) => ({
    year: values[`${name}.year`],
    month: values[`${name}.month`],
    day: values[`${name}.day`],
  })
  return (
    <form method="post" action={`/adapters/${standing.lane.adapterId}/announcements`}>
      <h3>{t('adapters.status.announce')}</h3>
      <p>{t('adapters.status.announce_hint')}</p>
      {(['from', 'to'] as const).map((name) => (
        <>
          <DateField
            t={t}
            id={name}
            label={t(`adapters.status.${name}_day`)}
            value={day(name)}
            error={errors[name]}
          />
          <TextField
            t={t}
            id={`${name}_at`}
            width="short"
            inputMode="text"
            label={t(`adapters.status.${name}_time`)}
            hint={t('adapters.status.time_hint')}
            value={values[`${name}_at`]}
          />
        </>
      ))}
      <TextArea
        t={t}
        id="reason"
        rows={2}
        maxlength={200}
        label={t('adapters.status.reason')}
        value={values.reason}
        error={errors.reason}
      />
      <Button>{t('adapters.status.announce_button')}</Button>
    </form>
  )
}
