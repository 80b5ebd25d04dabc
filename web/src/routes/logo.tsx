/** People in a square. */
export function Logo({ size = 36 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" rx="16" fill="#1d6b57" />
      <rect x="15" y="15" width="34" height="34" rx="7" fill="none" stroke="#f7f4ee" strokeWidth="4.5" />
      <circle cx="26.5" cy="27" r="4.2" fill="#f7f4ee" />
      <circle cx="38" cy="31" r="4.2" fill="#f2b872" />
      <circle cx="29" cy="39" r="4.2" fill="#f7f4ee" />
    </svg>
  );
}
