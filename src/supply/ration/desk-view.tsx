// The desk of the rules: what waits to be published, what was published at once and is not explained.

import type { LocalText } from '../../core/errors.ts'
import { say } from '../../core/i18n.ts'
import { sayMoment } from '../../core/moments.ts'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Button, Hidden, TextArea } from '../../ui/form.tsx'
import { Layout } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Conditions, ExamplesTable, SharesTable } from './parts.tsx'
import type { WaitingVersion } from './rations.ts'
import { Emergency, Remarks, type RulesProps } from './rules-view.tsx'
import type { Published, Version } from './schema.ts'
import { explanationDue } from './standing.ts'

/** A form that did not go through. */
export interface Sent {
  number: number
  text: string
  /** Too short or too long. */
  isWrong?: boolean
  /** What the gates found. */
  findings?: LocalText[]
}

export interface DeskRulesProps extends RulesProps {
  waiting: WaitingVersion[]
  done?: string | undefined
  sent?: Sent | undefined
}

export function DeskRulesPage(props: DeskRulesProps) {
  const { frame, programme, published, waiting, done, sent } = props
  const { t } = frame
  const owed = published.filter((one) => explanationDue(one) !== null)
  return (
    <Layout {...frame} wide>
      <h1>{frame.title}</h1>
      {sent && <Wrong {...props} sent={sent} />}
      {done && <Notice kind="success" title={t(`ration.done_${done}`)} />}
      <p>
        <a href={`/supply/${programme.id}/rules`}>{t('ration.to_rules')}</a>
      </p>
      {owed.map((one) => (
        <Owed {...props} one={one} />
      ))}
      {waiting.length === 0 && <p>{t('ration.none_waits')}</p>}
      {waiting.map(({ version, digest }, index) => (
        <section id={`v${version.number}`}>
          <h2>{t('ration.waits', { number: version.number })}</h2>
          <Shown {...props} version={version} />
          {index === 0 ? (
            <PublishForms {...props} version={version} digest={digest} />
          ) : (
            <p class="hint">{t('ration.one_before')}</p>
          )}
        </section>
      ))}
    </Layout>
  )
}

function Wrong({ frame, sent }: DeskRulesProps & { sent: Sent }) {
  const { t, lang } = frame
  const href = `#why-${sent.number}`
  const texts = [
    ...(sent.isWrong ? [t('ration.error.why')] : []),
    ...(sent.findings ?? []).map((finding) => say(finding, lang)),
  ]
  return <ErrorSummary t={t} errors={texts.map((text) => ({ href, text }))} />
}

function Shown({ frame, programme, version }: DeskRulesProps & { version: Version }) {
  const { t, lang } = frame
  const of = { frame, programme, version }
  return (
    <>
      <h3>{say(version.title, lang)}</h3>
      <p>{t('ration.from', { at: sayMoment(version.from, lang) })}</p>
      <p>{say(version.reason, lang)}</p>
      <Remarks {...of} />
      <SharesTable {...of} />
      <Conditions {...of} />
      <ExamplesTable {...of} />
    </>
  )
}

function PublishForms(props: DeskRulesProps & { version: Version; digest: string }) {
  const { frame, programme, version, digest, sent, now } = props
  const { t } = frame
  const action = `/desk/supply/${programme.id}/rules/publications`
  const sentHere = sent?.number === version.number ? sent : undefined
  const what = (
    <>
      <Hidden name="number" value={String(version.number)} />
      <Hidden name="digest" value={digest} />
    </>
  )
  return (
    <>
      {version.from > now ? (
        <form method="post" action={action} id={`why-${version.number}`} tabindex={-1}>
          {what}
          <Hidden name="how" value="usual" />
          <Button>{t('ration.publish')}</Button>
          <p class="hint">{t('ration.publish_hint')}</p>
        </form>
      ) : (
        <Notice kind="warning" level={3} title={t('ration.begun')} />
      )}
      <details open={Boolean(sentHere?.text || sentHere?.isWrong)}>
        <summary>{t('ration.at_once')}</summary>
        <form method="post" action={action}>
          {what}
          <Hidden name="how" value="emergency" />
          <p>{t('ration.at_once_words')}</p>
          <TextArea
            id={`why-${version.number}-now`}
            name="why"
            label={t('ration.at_once_why')}
            value={sentHere?.text}
            error={sentHere?.isWrong ? t('ration.error.why') : undefined}
            t={t}
          />
          <Button kind="danger">{t('ration.publish_at_once')}</Button>
        </form>
      </details>
    </>
  )
}

function Owed(props: DeskRulesProps & { one: Published }) {
  const { frame, programme, one, sent } = props
  const { t, lang } = frame
  const { number, title } = one.version
  const sentHere = sent?.number === number ? sent : undefined
  return (
    <section id={`v${number}`}>
      <h2>{say(title, lang)}</h2>
      <Emergency {...props} one={one} />
      <form method="post" action={`/desk/supply/${programme.id}/rules/${number}/explanation`}>
        <TextArea
          id={`why-${number}`}
          name="why"
          label={t('ration.explanation')}
          hint={t('ration.explanation_hint')}
          value={sentHere?.text}
          error={sentHere?.isWrong ? t('ration.error.why') : undefined}
          t={t}
        />
        <Button>{t('ration.explain')}</Button>
      </form>
    </section>
  )
}
