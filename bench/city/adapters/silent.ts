// The lanes bench's dead agency: takes every call and never answers.

import { approving } from '../approving.ts'

const approves = approving('silent', 'forestry')

export const adapter = { ...approves, submit: () => new Promise<never>(() => undefined) }
