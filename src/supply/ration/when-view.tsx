// When may I get how many. The table answers it for everybody; with script the device answers it for
// one person, and sends nothing.

import { say } from '../../core/i18n.ts'
import { Button, SelectField, TextField } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import type { Programme } from '../schema/programme.ts'
import type { Published, Version } from './schema.ts'
import { fromWords, itemWords, weekdayWords } from './words.ts'

interface WhenProps {
  frame: PageFrame
  programme: Programme
  current: Version | null
  coming: Published[]
  now: Date
}

const TAKEN_LINES = 2

export function WhenPage({ frame, programme, current, coming, now }: WhenProps) {
  const { t, lang, title } = frame
  const speaking = { t, lang, programme }
  return (
    <Layout {...frame}>
      <h1>{title}</h1>
      {!current && <p>{t('ration.no_rule_now')}</p>}
      {current && (
        <>
          <p class="lead">{say(current.title, lang)}</p>
          <Table
            caption={t('ration.everybody')}
            columns={[
              { key: 'who', label: t('ration.who') },
              { key: 'pieces', label: t('ration.how_many') },
              { key: 'odd', label: t('ration.odd') },
              { key: 'even', label: t('ration.even') },
            ]}
            rows={current.shares.map((share) => ({
              cells: {
                who: say(share.title, lang),
                pieces: `${itemWords(share, speaking)}${t('ration.per_days', { count: share.days })}`,
                odd: share.byLastDigit
                  ? weekdayWords(share.byLastDigit.odd, speaking)
                  : t('ration.any_day'),
                even: share.byLastDigit
                  ? weekdayWords(share.byLastDigit.even, speaking)
                  : t('ration.any_day'),
              },
            }))}
          />
          <p class="hint">{t('ration.together')}</p>
        </>
      )}
      {coming.map(({ version }) => (
        <Notice kind="info" title={say(version.title, lang)}>
          <p>{t('ration.from', { from: fromWords(version.from, lang) })}</p>
          <p>{say(version.reason, lang)}</p>
        </Notice>
      ))}
      <OwnDevice {...{ frame, programme, now }} />
      <p>
        <a href={`/supply/${programme.id}/rules`}>{t('ration.to_rules')}</a>
      </p>
    </Layout>
  )
}

/** Unseen until the island takes it: without script there is nobody to answer. */
function OwnDevice({
  frame: { t, lang },
  programme,
  now,
}: Pick<WhenProps, 'frame' | 'programme' | 'now'>) {
  const digits = Array.from({ length: 10 }, (_, digit) => String(digit))
  const items = programme.items.map(({ id, title, unit }) => ({
    id,
    title: say(title, lang),
    unit: say(unit, lang),
  }))
  const patterns = {
    now: t('ration.answer_now', { item: '{item}', count: '{count}', unit: '{unit}' }),
    next: t('ration.answer_next', { item: '{item}', day: '{day}' }),
    never: t('ration.answer_never', { item: '{item}' }),
    needs: t('ration.answer_needs', { item: '{item}' }),
  }
  return (
    <form
      hidden
      data-island="ration"
      data-rules={`/api/v1/supply/${programme.id}/ration`}
      data-items={JSON.stringify(items)}
      data-patterns={JSON.stringify(patterns)}
      data-lang={lang}
      data-now={now.toISOString()}
    >
      <h2>{t('ration.mine')}</h2>
      <p>{t('ration.stays_here')}</p>
      <SelectField
        t={t}
        id="digit"
        label={t('ration.my_digit')}
        hint={t('ration.my_digit_hint')}
        options={[
          { value: '', label: t('ration.choose') },
          ...digits.map((digit) => ({ value: digit, label: digit })),
        ]}
      />
      <TextField
        t={t}
        id="born"
        label={t('ration.my_birth_year')}
        hint={t('ration.my_birth_year_hint')}
        inputMode="numeric"
        optional
      />
      <fieldset>
        <legend>{t('ration.my_taken')}</legend>
        {Array.from({ length: TAKEN_LINES }, (_, line) => (
          <div class="ration-taken">
            <label for={`on-${line}`}>{t('ration.taken_on')}</label>
            <input id={`on-${line}`} type="date" class="input" />
            <label for={`item-${line}`}>{t('ration.taken_item')}</label>
            <select id={`item-${line}`} class="input select">
              {items.map((item) => (
                <option value={item.id}>{item.title}</option>
              ))}
            </select>
            <label for={`pieces-${line}`}>{t('ration.taken_pieces')}</label>
            <input id={`pieces-${line}`} class="input" inputmode="numeric" maxlength={3} />
          </div>
        ))}
      </fieldset>
      <Button>{t('ration.compute')}</Button>
      <div class="ration-answer" role="status" tabindex={-1} />
    </form>
  )
}
