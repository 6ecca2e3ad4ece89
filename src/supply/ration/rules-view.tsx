// What changed in the rules and why, newest first. The version in force lies open; what was before
// can be unfolded.

import { LANG_TAG, say } from '../../core/i18n.ts'
import { machineMoment, sayDay, sayMoment } from '../../core/moments.ts'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Programme } from '../schema/programme.ts'
import { Conditions, ExamplesTable, SharesTable, VersionTag } from './parts.tsx'
import type { Published, Version } from './schema.ts'
import { explanationDue, isNotYetExplained, type Standing } from './standing.ts'

export interface RulesProps {
  frame: PageFrame
  programme: Programme
  /** In the order of their numbers. */
  published: Published[]
  standing: Standing
  now: Date
}

export function RulesPage(props: RulesProps) {
  const { frame, programme, published } = props
  const { t } = frame
  return (
    <Layout {...frame} wide>
      <h1>{frame.title}</h1>
      <p>{t('ration.rules_lead')}</p>
      <ul>
        <li>
          <a href={`/supply/${programme.id}/when`}>{t('ration.to_when')}</a>
        </li>
        <li>
          <a href={`/api/v1/supply/${programme.id}/ration`}>{t('ration.to_api')}</a>
        </li>
        <li>
          <a href="/log">{t('ration.to_log')}</a>
        </li>
      </ul>
      {published.length === 0 && <p>{t('ration.no_rules')}</p>}
      {published.toReversed().map((one) => (
        <VersionSection {...props} one={one} />
      ))}
    </Layout>
  )
}

function VersionSection(props: RulesProps & { one: Published }) {
  const { frame, programme, standing, one } = props
  const { t, lang } = frame
  const { version } = one
  const isOpen = [standing.current, standing.next].includes(version.number)
  const of = { frame, programme, version }
  const content = version.shares.length > 0 && (
    <>
      <SharesTable {...of} />
      <Conditions {...of} />
      {version.examples.length > 0 && <ExamplesTable {...of} />}
    </>
  )
  return (
    <section id={`v${version.number}`}>
      <h2>{say(version.title, lang)}</h2>
      <p class="hint">
        {t('ration.version', { number: version.number })}
        {t('ration.comma')}
        <time datetime={machineMoment(version.from)}>
          {t('ration.from', { at: sayMoment(version.from, lang) })}
        </time>
      </p>
      <VersionTag frame={frame} version={version} standing={standing} />
      <p>{say(version.reason, lang)}</p>
      <Emergency {...props} />
      <Remarks frame={frame} version={version} />
      {content &&
        (isOpen ? (
          content
        ) : (
          <details>
            <summary>{t('ration.unfold', { number: version.number })}</summary>
            {content}
          </details>
        ))}
      <p class="hint">
        {one.publishedBy
          ? t('ration.published_by', {
              by: one.publishedBy,
              at: sayMoment(one.publishedAt, lang),
            })
          : t('ration.from_history')}
      </p>
    </section>
  )
}

/** Who answered for it, whether the rest was said in time, and what was said. */
export function Emergency({ frame, one, now }: { frame: PageFrame; one: Published; now: Date }) {
  const { t, lang } = frame
  const { emergencyWhy, version, explainedAt, explanation } = one
  if (emergencyWhy === null) return null
  const due = explanationDue(one)
  const isLate = isNotYetExplained(one, now)
  const by = one.publishedBy ?? (version.emergency ? say(version.emergency.by, lang) : '')
  const isHistory = one.publishedBy === null
  return (
    <Notice kind={isLate ? 'danger' : 'warning'} level={3} title={t('ration.emergency', { by })}>
      {version.agreedOn && <p>{t('ration.agreed_on', { on: sayDay(version.agreedOn, lang) })}</p>}
      {!isHistory && <p lang={LANG_TAG[one.language]}>{emergencyWhy}</p>}
      {due && (
        <p>
          <strong>
            {t(isLate ? 'ration.not_yet_explained' : 'ration.explain_by', {
              at: sayMoment(due, lang),
            })}
          </strong>
        </p>
      )}
      {!isHistory && explainedAt && explanation && (
        <>
          <p>{t('ration.explained_on', { at: sayMoment(explainedAt, lang) })}</p>
          <p lang={LANG_TAG[one.explanationLanguage ?? one.language]}>{explanation}</p>
        </>
      )}
    </Notice>
  )
}

/** Voices that led to it, what is not run here, why it begins on that day, where it stands written. */
export function Remarks({ frame, version }: { frame: PageFrame; version: Version }) {
  const { t, lang } = frame
  const { voices, notRunHere, offRhythm, unverified, source } = version
  return (
    <>
      {voices.length > 0 && (
        <>
          <h3>{t('ration.voices')}</h3>
          <ul>
            {voices.map(({ href, ...words }) => (
              <li>{href ? <a href={href}>{say(words, lang)}</a> : say(words, lang)}</li>
            ))}
          </ul>
        </>
      )}
      {notRunHere.length > 0 && (
        <>
          <h3>{t('ration.not_run_here')}</h3>
          <ul>
            {notRunHere.map((words) => (
              <li>{say(words, lang)}</li>
            ))}
          </ul>
        </>
      )}
      <p class="hint">
        {offRhythm && t('ration.off_rhythm', { why: say(offRhythm, lang) })}
        {unverified && t('ration.unverified')}
        {t('ration.source', { source: say(source, lang) })}
      </p>
    </>
  )
}
