/** The last turn that the server took from this tab: in which conversation, and when, in milliseconds since 1970. */
type Arrival = { id: string; at: number };

const key = "switchboard.arrived";

/** A page's clock and the moment at which it was asked for may differ by so much, in milliseconds. */
const toleranceMs = 1000;

/** Notes for the next page of this tab that the server has taken a turn. */
export function noteArrival(id: string): void {
  try {
    sessionStorage.setItem(key, JSON.stringify({ id, at: Date.now() } satisfies Arrival));
  } catch {
    // without storage the next look at the server tells
  }
}

/** Whether the server may have taken a turn after it had rendered this page: the page before was still there then. */
export function mayBeBehind(id: string): boolean {
  try {
    const arrival = JSON.parse(sessionStorage.getItem(key) ?? "null") as Arrival | null;
    return arrival?.id === id && arrival.at > performance.timeOrigin - toleranceMs;
  } catch {
    return false;
  }
}
