/** Divides a room fairly: what needs less than an even share leaves the rest to the others. @returns a share each, no more than it needs */
export function divideRoom(room: number, needs: readonly number[]): number[] {
  const shares = needs.map(() => 0);
  let left = room;
  const bySize = [...needs.entries()].sort(([, a], [, b]) => a - b);
  for (const [place, [i, need]] of bySize.entries()) {
    const share = Math.max(0, Math.min(need, Math.floor(left / (needs.length - place))));
    shares[i] = share;
    left -= share;
  }
  return shares;
}
