/** A bar with its share in words for screen readers; without a share it shows that work goes on. */
export function Progress({ share, label, tone = 'accent', valueText }: { share: number | null; label: string; tone?: 'accent' | 'danger' | 'quiet'; valueText?: string }) {
  const percent = share === null ? null : Math.min(100, Math.max(0, share * 100));
  return (
    <div
      className={`progress ${tone} ${percent === null ? 'unknown' : ''}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { 'aria-valuenow': Math.floor(percent) })}
      {...(valueText ? { 'aria-valuetext': valueText } : {})}
    >
      <div className="progress-bar" style={percent === null ? undefined : { width: `${percent}%` }} />
    </div>
  );
}
