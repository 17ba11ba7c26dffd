interface SpanProps {
  low: number;
  estimate: number;
  high: number;
}

const WIDE = 1000;

/** The interval as a bar over a line with the nought on it; said in words beside it. */
export function Span({ low, estimate, high }: SpanProps) {
  const [least, greatest] = [Math.min(0, low), Math.max(high * 1.2, 1)];
  const at = (n: number) => Math.round(((n - least) / (greatest - least)) * (WIDE - 40) + 20);
  return (
    <svg class="deflection-span" viewBox={`0 0 ${WIDE} 60`} aria-hidden="true" preserveAspectRatio="none">
      <line class="axis" x1="20" y1="30" x2={WIDE - 20} y2="30" />
      <line class="nought" x1={at(0)} y1="8" x2={at(0)} y2="52" />
      <rect class="between" x={at(low)} y="20" width={Math.max(4, at(high) - at(low))} height="20" rx="6" />
      <line class="about" x1={at(estimate)} y1="12" x2={at(estimate)} y2="48" />
    </svg>
  );
}
