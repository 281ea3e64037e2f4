/** In the place of a page while it loads, in about its size: nothing jumps. */
export function PageSkeleton() {
  return (
    <div aria-busy="true" className="grid gap-6">
      <div className="skeleton h-7 w-48" />
      <div className="card grid gap-3 p-5">
        {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
          <div className="skeleton h-6" key={row} />
        ))}
      </div>
    </div>
  );
}
