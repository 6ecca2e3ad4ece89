// Everything a team has written into the wizard, as lines to read back.

import { type Answers, consentFields, dayFields, peopleFields, routeFields } from './forms.ts'
import { shown } from './pages.ts'
import type { Park } from './parks.ts'

export function answeredRows(park: Park, answers: Answers): [string, string][] {
  const days = Array.from({ length: Number(answers.days) }, (_, index) => index + 1)
  return [
    ...shown(routeFields(park), answers),
    ...days.flatMap((day) =>
      shown(dayFields(park, answers, day), answers)
        .filter(([, value]) => value !== '')
        .map(([label, value]): [string, string] => [`第${day}天${label}`, value]),
    ),
    ...shown(peopleFields(park, answers), answers),
    ...shown(consentFields(park, answers), answers),
  ]
}
