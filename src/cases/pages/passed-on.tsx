// Which answers one agency gets to see, in the words of the questions: folded away, for those who
// want to know it to the letter.

import { say } from '../../core/i18n.ts'
import type { DisclosedQuestion } from '../../journeys/index.ts'
import type { PageFrame } from '../../ui/layout.tsx'

export function PassedOn(props: {
  frame: PageFrame
  agency: string
  questions: DisclosedQuestion[]
}) {
  const { frame, agency, questions } = props
  const { t, lang } = frame
  if (questions.length === 0) return null
  return (
    <details>
      <summary>{t('cases.review_gets', { agency })}</summary>
      <ul>
        {questions.map((question) => {
          const asked = [
            ...question.parts.map((part) => t(`ui.person_${part}`)),
            ...question.besides.map((label) => say(label, lang)),
          ]
          const label = say(question.label, lang)
          return (
            <li>
              {asked.length > 0
                ? t('cases.review_gets_of', { label, what: asked.join(t('ui.list_comma')) })
                : label}
            </li>
          )
        })}
      </ul>
    </details>
  )
}
