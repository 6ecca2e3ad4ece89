// Who went through a journey before it went live: whoever answers for it in five ways, then others by
// the name of a group, with what they stumbled on.

import type { LocalText } from '../../core/errors.ts'
import { LANG_TAG, type Language, say, type Translate } from '../../core/i18n.ts'
import { machineMoment, sayDay } from '../../core/moments.ts'
import { Button } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { StateTag } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { contradictionOf, isOld, newestByWay } from '../rules/trial.ts'
import type { Run } from '../schema/trial.ts'

export interface TriedVersion {
  version: number
  /** Runs of this version, newest first. */
  runs: Run[]
  /** What stops it besides the runs; null when it is published. */
  missing: LocalText[] | null
}

export interface TrialsProps {
  frame: PageFrame
  journeyId: string
  owner: LocalText
  /** The one that waits first, then the newest published. */
  versions: TriedVersion[]
  /** Of all versions, newest first. */
  runs: Run[]
  /** Of a page of the journey. */
  pageTitle(id: string): string
  isStaff: boolean
  /** Coming from a run that has just ended. */
  hasEnded: boolean
  now: Date
}

export function TrialsPage(props: TrialsProps) {
  const { frame, versions, journeyId, isStaff, runs } = props
  const { t } = frame
  return (
    <Layout {...frame} wide>
      <h1>{frame.title}</h1>
      {props.hasEnded && (
        <Notice kind="success" title={t('voices.trial.kept')}>
          <p>{t('voices.trial.kept_explain')}</p>
        </Notice>
      )}
      <p>{t('voices.trial.lead')}</p>
      {runs.some((run) => run.isExample) && (
        <Notice kind="info">
          <p>{t('voices.trial.example')}</p>
        </Notice>
      )}
      {versions.map((one) => (
        <section>
          <h2>
            {t(one.missing ? 'voices.trial.version_waits' : 'voices.trial.version_runs', {
              version: one.version,
            })}
          </h2>
          {one.missing && <Waiting frame={frame} missing={one.missing} />}
          <Ways {...props} runs={one.runs} />
          <p>
            <a href={`/voices/weighings/${journeyId}/${one.version}`}>
              {t('voices.trial.to_weighing', { version: one.version })}
            </a>
          </p>
          {isStaff && (
            <p>
              <Button
                kind={one.missing ? 'primary' : 'secondary'}
                href={`/desk/trials/new?journey=${journeyId}&version=${one.version}`}
              >
                {t('voices.trial.start', { version: one.version })}
              </Button>
            </p>
          )}
        </section>
      ))}
      <h2>{t('voices.trial.runs')}</h2>
      <Runs {...props} />
    </Layout>
  )
}

function Waiting({ frame, missing }: { frame: PageFrame; missing: LocalText[] }) {
  const { t, lang } = frame
  return (
    <Notice kind="warning" level={3} title={t('voices.trial.waits')}>
      {missing.length === 0 ? (
        <p>{t('voices.trial.told_only')}</p>
      ) : (
        <ul>
          {missing.map((one) => (
            <li>{say(one, lang)}</li>
          ))}
        </ul>
      )}
    </Notice>
  )
}

/** "Tested by … on …", one line for each way. */
export function Ways(props: Pick<TrialsProps, 'frame' | 'owner' | 'runs' | 'now'>) {
  const { frame, owner, runs, now } = props
  const { t, lang } = frame
  return (
    <Table
      caption={t('voices.trial.ways_caption')}
      columns={[
        { key: 'way', label: t('voices.trial.way') },
        { key: 'state', label: t('voices.trial.state') },
        { key: 'by', label: t('voices.trial.by') },
        { key: 'minutes', label: t('voices.trial.minutes'), numeric: true },
      ]}
      rows={newestByWay(runs).map(({ way, run }) => ({
        cells: {
          way: t(`voices.trial.way.${way}`),
          state: <WayState t={t} run={run} now={now} />,
          by: run ? (
            <time datetime={machineMoment(run.endedAt)}>
              {t('voices.trial.tested_by', {
                by: say(owner, lang),
                on: sayDay(run.endedAt, lang),
              })}
              {run.isExample && t('voices.trial.is_example')}
            </time>
          ) : (
            '—'
          ),
          minutes: run ? t('voices.trial.minutes_value', { count: run.minutes }) : '—',
        },
      }))}
    />
  )
}

function WayState({ t, run, now }: { t: Translate; run: Run | null; now: Date }) {
  if (!run) return <StateTag state="waiting" text={t('voices.trial.not_yet')} />
  return isOld(run, now) ? (
    <StateTag state="needs_you" text={t('voices.trial.old')} />
  ) : (
    <StateTag state="done" text={t('voices.trial.done')} />
  )
}

function Runs({ frame, runs, owner, now, pageTitle }: TrialsProps) {
  const { t, lang } = frame
  return (
    <Table
      caption={t('voices.trial.runs_caption')}
      columns={[
        { key: 'who', label: t('voices.trial.who') },
        { key: 'how', label: t('voices.trial.how') },
        { key: 'end', label: t('voices.trial.end') },
        { key: 'stumbled', label: t('voices.trial.stumbled') },
      ]}
      rows={runs.map((run) => ({
        cells: {
          who: (
            <>
              {whoWent(run, { t, lang, owner })}
              <p class="hint">
                <time datetime={machineMoment(run.endedAt)}>{sayDay(run.endedAt, lang)}</time>
                {isOld(run, now) && t('voices.trial.old_hint')}
                {run.isExample && t('voices.trial.is_example')}
              </p>
            </>
          ),
          how: (
            <>
              {t(`voices.trial.way.${run.way}`)}
              <p class="hint">{seen(run, t)}</p>
            </>
          ),
          end: <End t={t} run={run} pageTitle={pageTitle} />,
          stumbled: <Stumbled run={run} lang={lang} t={t} />,
        },
      }))}
      empty={t('voices.trial.no_runs')}
    />
  )
}

export const whoWent = (
  run: Pick<Run, 'tester' | 'testerWords'>,
  { t, lang, owner }: { t: Translate; lang: Language; owner: LocalText },
): string => {
  if (run.tester === null) return say(owner, lang)
  const words = run.testerWords
  if (words === null) return t(`voices.trial.tester.${run.tester}`)
  return typeof words === 'string' ? words : say(words, lang)
}

/** What the system saw: version, language, width, script. */
function seen(run: Run, t: Translate): string {
  return [
    t('voices.trial.of_version', { version: run.version }),
    t(`voices.trial.language.${run.language}`),
    ...(run.widthPx === null ? [] : [t('voices.trial.width', { px: run.widthPx })]),
    t(run.hasScript ? 'voices.trial.with_script' : 'voices.trial.without_script'),
  ].join(t('voices.trial.comma'))
}

function End(props: { t: Translate; run: Run; pageTitle: TrialsProps['pageTitle'] }) {
  const { t, run, pageTitle } = props
  const contradiction = contradictionOf(run)
  return (
    <>
      {run.isFinished ? (
        <StateTag state="done" text={t('voices.trial.finished', { count: run.minutes })} />
      ) : (
        <StateTag state="refused" text={t('voices.trial.stopped', { count: run.minutes })} />
      )}
      {run.stoppedAt && (
        <p class="hint">{t('voices.trial.stopped_on', { page: pageTitle(run.stoppedAt) })}</p>
      )}
      {run.isResponsible && run.isFinished && contradiction && (
        <p class="hint">{t(`voices.trial.why_not.${contradiction}`)}</p>
      )}
    </>
  )
}

function Stumbled({ run, lang, t }: { run: Run; lang: Language; t: Translate }) {
  if (run.stumbled === null) return <>{t('voices.trial.on_nothing')}</>
  if (typeof run.stumbled !== 'string') return <>{say(run.stumbled, lang)}</>
  return <span lang={LANG_TAG[run.language]}>{run.stumbled}</span>
}
