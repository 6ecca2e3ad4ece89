// One run of a closed test: started at a desk, opened by its link on whatever device is to be tried,
// ended with what one stumbled on. The two forms tell, by script if there is one, what they run on.

import type { LocalText } from '../../core/errors.ts'
import { say } from '../../core/i18n.ts'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Button, Hidden, RadioGroup, TextArea, TextField } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SummaryList } from '../../ui/summary-list.tsx'
import { MOST_STUMBLE_LETTERS, TESTERS, WAYS, type Way } from '../schema/trial.ts'

export interface StartProps {
  frame: PageFrame
  journeyId: string
  version: number
  values: Record<string, string>
  /** Message keys by field. */
  problems: Record<string, string>
  owner: LocalText
  isOwner: boolean
}

export function StartRunPage({ frame, values, problems, owner, isOwner, ...of }: StartProps) {
  const { t, lang } = frame
  const error = (id: string) => (problems[id] ? t(problems[id]) : undefined)
  const errors = Object.entries(problems).map(([id, key]) => ({ href: `#${id}`, text: t(key) }))
  const others = TESTERS.map((id) => ({ value: id, label: t(`voices.trial.tester.${id}`) }))
  const me = {
    value: 'responsible',
    label: t('voices.trial.me', { owner: say(owner, lang) }),
    hint: t('voices.trial.me_hint'),
  }
  return (
    <Layout {...frame} hasError={errors.length > 0} noIndex>
      {errors.length > 0 && <ErrorSummary t={t} errors={errors} />}
      <h1>{frame.title}</h1>
      <p>{t('voices.trial.start_lead')}</p>
      <form method="post" action="/desk/trials" novalidate>
        <Hidden name="journey" value={of.journeyId} />
        <Hidden name="version" value={String(of.version)} />
        <RadioGroup
          t={t}
          id="who"
          label={t('voices.trial.who')}
          error={error('who')}
          value={values.who ?? (isOwner ? 'responsible' : '')}
          options={isOwner ? [me, ...others] : others}
        />
        <TextField
          t={t}
          id="testerWords"
          label={t('voices.trial.tester_words')}
          hint={t('voices.trial.tester_words_hint')}
          error={error('testerWords')}
          value={values.testerWords}
          maxlength={100}
          optional
        />
        <RadioGroup
          t={t}
          id="way"
          label={t('voices.trial.way')}
          error={error('way')}
          value={values.way ?? ''}
          options={WAYS.map((way) => ({
            value: way,
            label: t(`voices.trial.way.${way}`),
            hint: t(`voices.trial.way_hint.${way}`),
          }))}
        />
        <p class="actions">
          <Button>{t('voices.trial.make')}</Button>
        </p>
      </form>
    </Layout>
  )
}

export interface RunProps {
  frame: PageFrame
  token: string
  way: Way
  who: string
  /** Whole address, to open on another device. */
  address: string
  hasBegun: boolean
}

export function RunPage({ frame, token, way, who, address, hasBegun }: RunProps) {
  const { t } = frame
  return (
    <Layout {...frame} noIndex>
      <h1>{frame.title}</h1>
      <Notice kind="info" title={t('voices.trial.closed')}>
        <p>{t('voices.trial.closed_explain')}</p>
      </Notice>
      <SummaryList
        items={[
          { label: t('voices.trial.who'), value: who },
          { label: t('voices.trial.way'), value: t(`voices.trial.way.${way}`) },
        ]}
      />
      <p>{t(`voices.trial.way_hint.${way}`)}</p>
      <form method="post" action={`/trials/${token}/begin`} data-island="device">
        <DeviceFields />
        <p class="actions">
          <Button>{t(hasBegun ? 'voices.trial.go_on' : 'voices.trial.begin')}</Button>
        </p>
      </form>
      <h2>{t('voices.trial.other_device')}</h2>
      <p>{t('voices.trial.other_device_explain')}</p>
      <p class="address">{address}</p>
    </Layout>
  )
}

export interface EndProps {
  frame: PageFrame
  token: string
  /** Null: they went to the end. */
  page: string | null
  stumbled: string
  error: string | null
}

export function EndRunPage({ frame, token, page, stumbled, error }: EndProps) {
  const { t } = frame
  return (
    <Layout {...frame} hasError={error !== null} noIndex>
      {error && <ErrorSummary t={t} errors={[{ href: '#stumbled', text: error }]} />}
      <h1>{frame.title}</h1>
      <form method="post" action={`/trials/${token}/end`} data-island="device" novalidate>
        <DeviceFields />
        {page && <Hidden name="page" value={page} />}
        <TextArea
          t={t}
          id="stumbled"
          label={t('voices.trial.stumbled_ask')}
          hint={t('voices.trial.stumbled_hint')}
          error={error ?? undefined}
          value={stumbled}
          rows={5}
          maxlength={MOST_STUMBLE_LETTERS}
          optional
        />
        <p class="actions">
          <Button>{t('voices.trial.save_end')}</Button>
        </p>
      </form>
      <p>
        <a href={isAt(page) ? `/drafts/${token}/pages/${page}` : `/drafts/${token}/review`}>
          {t('voices.trial.back')}
        </a>
      </p>
    </Layout>
  )
}

/** Check your answers is no page of questions. */
const isAt = (page: string | null): boolean => page !== null && page !== 'review'

/** Without script they say so by staying as they are. */
function DeviceFields() {
  return (
    <>
      <Hidden name="script" value="off" />
      <Hidden name="width" value="" />
    </>
  )
}
