// Things to do, each with its state in words.

import { type State, StateTag } from './state.tsx'

export interface TaskItem {
  /** Absent: it cannot be started yet. */
  href?: string | undefined
  title: string
  hint?: string | undefined
  /** Absent: there is nothing to tell but the words, e.g. 'not yet'. */
  state?: State | undefined
  stateText: string
}

export function TaskList(props: { items: TaskItem[] }) {
  return (
    <ul class="tasks">
      {props.items.map(({ href, title, hint, state, stateText }) => (
        <li class="task">
          <div class="task-words">
            {href ? (
              <a class="task-link" href={href}>
                {title}
              </a>
            ) : (
              <span class="task-title">{title}</span>
            )}
            {hint && <p class="hint">{hint}</p>}
          </div>
          {state ? (
            <StateTag state={state} text={stateText} />
          ) : (
            <span class="task-state">{stateText}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
