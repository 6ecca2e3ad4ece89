// Before the questions of a page: which agency could be asked, for what, and the one press that lets
// it. Everything stands in the page's own form, so that nothing typed is lost.

import type { Child } from 'hono/jsx'
import type { Reads } from '../../../adapters/index.ts'
import { say } from '../../../core/i18n.ts'
import { sayDay } from '../../../core/moments.ts'
import { Button } from '../../../ui/form.tsx'
import type { PageFrame } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/notice.tsx'
import type { ReadingOutcome } from '../../schema/reads.ts'
import { type VerifiedLine, VerifiedList } from './verified.tsx'

export interface Offer {
  adapterId: string
  agencyName: string
  reads: Reads
  /** Those that would be asked for now. */
  fields: Reads['fields']
  /** `YYYY-MM-DD` */
  holdsUntil: string
  /** Of this page, what the agency finds the person with; null when it is answered already. */
  subject: Child
  /** What the last asking came to, when it gave no answer. */
  last: ReadingOutcome | null
}

/** Where the buttons of this part of the form lead. */
interface Place {
  frame: PageFrame
  action: string
}

export function OfferPart({ frame, action, offer }: Place & { offer: Offer }) {
  const { t, lang } = frame
  const { agencyName, reads, fields, adapterId } = offer
  const who = say(reads.calledAs, lang)
  return (
    <section class="read-offer">
      <h2>{t('cases.read_offer', { who })}</h2>
      {offer.last && offer.last !== 'answered' && (
        <Notice kind="info" level={3} title={t(`cases.read_outcome.${offer.last}`, { who })}>
          <p>{t('cases.read_just_type')}</p>
        </Notice>
      )}
      <p>{t('cases.read_explain', { agency: agencyName })}</p>
      <ul>
        {fields.map((field) => (
          <li>
            {t('cases.read_for', {
              what: say(field.title, lang),
              purpose: say(field.purpose, lang),
            })}
          </li>
        ))}
      </ul>
      <p class="hint">
        {t('cases.read_consent', {
          on: sayDay(offer.holdsUntil, lang),
          basis: say(reads.basis, lang),
        })}
      </p>
      {offer.subject && (
        <fieldset class="group-one">
          <legend>{t('cases.read_found_by', { who })}</legend>
          <div>{offer.subject}</div>
        </fieldset>
      )}
      <p>
        <Button kind="secondary" name="read" value={`ask:${adapterId}`} formaction={action}>
          {t('cases.read_ask', { who })}
        </Button>
      </p>
    </section>
  )
}

export function AnsweredPart(props: Place & { lines: VerifiedLine[] }) {
  const { frame, action, lines } = props
  const { t } = frame
  if (lines.length === 0) return null
  const consents = [...new Map(lines.map((line) => [line.consentId, line])).values()]
  return (
    <section class="read-answered">
      <h2>{t('cases.read_title_verified')}</h2>
      <VerifiedList
        frame={frame}
        lines={lines}
        buttons={({ state, field, pointer, label }) =>
          state === 'verified' && field !== null ? (
            <button
              type="submit"
              class="button-quiet"
              name="read"
              value={`wrong:${pointer}`}
              formaction={action}
              aria-label={t('cases.read_wrong_named', { what: label })}
            >
              {t('cases.read_wrong')}
            </button>
          ) : null
        }
      />
      {consents.map(({ consentId, agencyName }) => (
        <p>
          <button
            type="submit"
            class="button-quiet"
            name="read"
            value={`withdraw:${consentId}`}
            formaction={action}
          >
            {t('cases.read_withdraw', { agency: agencyName })}
          </button>
        </p>
      ))}
    </section>
  )
}

/** Enter presses a form's first button; without this one it would consent. */
export const FirstButton = () => (
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: the keyboard never reaches it
  <button type="submit" class="unseen" tabindex={-1} aria-hidden="true" />
)
