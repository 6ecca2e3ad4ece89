// What is kept about a leg: what robots sent and got, and the papers that clerks add.

import { sayMoment } from '../../../core/moments.ts'
import { Button, FileField } from '../../../ui/form.tsx'
import type { PageFrame } from '../../../ui/layout.tsx'
import type { TaskView } from '../../schema/view.ts'
import type { OutcomeField } from './settlement.ts'

interface EvidenceProps {
  frame: PageFrame
  task: TaskView
  problems: OutcomeField[]
}

export function Evidence({ frame, task }: EvidenceProps) {
  const { t } = frame
  if (task.evidence.length === 0) return null
  return (
    <section id="evidence-kept">
      <h2>{t('cases.evidence')}</h2>
      {task.evidence.map((one) => (
        <Piece {...{ frame, task, one }} />
      ))}
    </section>
  )
}

function Piece({
  frame,
  task,
  one,
}: Pick<EvidenceProps, 'frame' | 'task'> & { one: TaskView['evidence'][number] }) {
  const { t, lang } = frame
  const at = sayMoment(one.keptAt, lang)
  if (!one.evidenceId) {
    return (
      <details>
        <summary>
          {one.label} {at}
        </summary>
        <KeptBody label={one.label} mediaType={one.mediaType} body={one.body} />
      </details>
    )
  }
  const address = `/desk/tasks/${task.taskId}/evidence/${one.evidenceId}`
  const isPicture = one.mediaType.startsWith('image/')
  const name = t(isPicture ? 'cases.evidence_picture' : 'cases.evidence_paper', { at })
  return (
    <p>
      <a href={address} target="_blank" rel="noreferrer">
        {isPicture && <img class="evidence-picture" src={address} alt="" loading="lazy" />}
        {name}
      </a>
    </p>
  )
}

/** A robot's pictures come as text, so that they are sealed and erased like everything else. */
function KeptBody(props: { label: string; mediaType: string; body: string }) {
  const { label, mediaType, body } = props
  if (!/^image\/(jpeg|png);base64$/.test(mediaType)) return <pre class="evidence">{body}</pre>
  return <img class="evidence" src={`data:${mediaType},${body}`} alt={label} />
}

/** Only for whoever has the task. */
export function AddEvidence({ frame, task, problems }: EvidenceProps) {
  const { t } = frame
  if (!task.leg) return null
  return (
    <section>
      <h2>{t('cases.evidence_add')}</h2>
      <form
        method="post"
        action={`/desk/tasks/${task.taskId}/evidence`}
        enctype="multipart/form-data"
      >
        <FileField
          t={t}
          id="evidence"
          label={t('cases.evidence_file')}
          hint={t('cases.evidence_hint')}
          accept="application/pdf,image/jpeg,image/png"
          {...(problems.includes('evidence') ? { error: t('cases.outcome_missing.evidence') } : {})}
        />
        <Button kind="secondary">{t('cases.evidence_keep')}</Button>
      </form>
    </section>
  )
}
