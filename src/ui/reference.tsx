// The number of a case, large enough to read out on the phone.

export function Reference(props: { label: string; value: string }) {
  return (
    <p class="reference">
      <span class="reference-label">{props.label}</span>
      <strong class="reference-value" translate="no">
        {props.value}
      </strong>
    </p>
  )
}
