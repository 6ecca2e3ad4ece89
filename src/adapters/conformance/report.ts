// The report for people: by section, what is broken first in the eye. Programs read `--json`.

import { CHECKS, groupOf } from './checks.ts'
import { type Finding, GROUPS, type Group } from './schema.ts'

export interface Count {
  passed: number
  failed: number
  left: number
}

export const countOf = (findings: Finding[]): Count => ({
  passed: findings.filter(({ ok }) => ok === true).length,
  failed: findings.filter(({ ok }) => ok === false).length,
  left: findings.filter(({ ok }) => ok === null).length,
})

export function reportOf(findings: Finding[]): string[] {
  const [first] = findings
  if (!first) return ['Nothing was checked.']
  const says = new Map(CHECKS.map((check) => [check.name, check.says]))
  const lines = [`${first.adapter} (${first.kind})`]
  for (const [group, title] of Object.entries(GROUPS)) {
    const ours = findings.filter(({ check }) => groupOf({ name: check }) === (group as Group))
    if (ours.length === 0) continue
    lines.push('', `  ${title}`)
    for (const { check, ok, detail } of ours) {
      const mark = ok === null ? '  –  ' : ok ? ' ok  ' : 'FAILS'
      lines.push(`  ${mark} ${says.get(check) ?? check}`)
      if (ok !== true) lines.push(`        ${check}: ${detail}`)
    }
  }
  const { passed, failed, left } = countOf(findings)
  return [...lines, '', `  ${passed} hold, ${failed} fail, ${left} do not apply.`]
}
