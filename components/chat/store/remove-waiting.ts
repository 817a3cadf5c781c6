import type { Messages } from "./messages.ts";
import type { Notices } from "./notices.ts";
import { beginningOf } from "./outgoing.ts";

type Room = { messages: Messages; notices: Notices };

/** Throws a waiting message away, and says so: it can be had back where it was. */
export function removeWaiting({ messages, notices }: Room, id: string, turnId: string): void {
  const removed = messages.remove(id, turnId);
  if (!removed) return;
  const undo = () => {
    notices.dismiss(notice);
    messages.putBack(id, [removed]);
    // what it waited for may have come meanwhile
    messages.settle(id);
  };
  const notice = notices.tell("unsent", beginningOf(removed), { undo });
}
