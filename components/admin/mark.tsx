/** Our sign: a boat's ring on a bollard. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg aria-hidden="true" fill="none" height={size} viewBox="0 0 24 24" width={size}>
      <rect fill="var(--color-accent)" height="24" rx="6" width="24" />
      <path
        d="M12 5.5v13M8.25 9h7.5M5.75 13.25a6.25 6.25 0 0 0 12.5 0"
        stroke="var(--color-on-accent)"
        strokeLinecap="round"
        strokeWidth="1.9"
      />
    </svg>
  );
}
