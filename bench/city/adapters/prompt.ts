// The lanes bench's healthy agency: tells the bench which filing has just reached it.

import { approving } from '../approving.ts'
import { reached } from '../arrivals.ts'

const approves = approving('prompt', 'police')

export const adapter = {
  ...approves,
  submit: async (...[key, input, call]: Parameters<typeof approves.submit>) => {
    reached(String(input.name))
    return approves.submit(key, input, call)
  },
}
