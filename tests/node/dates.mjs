// Reads iCalendar files with ical.js and tells their dates: a line of JSON for each file that a line of JSON holds.
// Each file may hold its own VTIMEZONE, which is all that ical.js knows of zones.
import { createInterface } from "node:readline";

const { default: ICAL } = await import(process.argv[2]);
const MOST = 600;

function eventsOf(root) {
  const found = new Map();
  for (const part of root.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(part);
    const key = event.uid;
    const known = found.get(key) ?? { master: null, others: [] };
    if (part.hasProperty("recurrence-id")) known.others.push(event);
    else known.master = event;
    found.set(key, known);
  }
  return found;
}

function datesOf({ master, others }) {
  for (const other of others) master.relateException(other);
  const told = [];
  const tell = (start, end) => told.push([start.toString(), start.toUnixTime(), end.toString()]);
  if (!master.isRecurring()) {
    tell(master.startDate, master.endDate);
    return told;
  }
  const each = master.iterator();
  for (let next = each.next(); next && told.length < MOST; next = each.next()) {
    const { startDate, endDate } = master.getOccurrenceDetails(next);
    tell(startDate, endDate);
  }
  return told;
}

for await (const line of createInterface({ input: process.stdin })) {
  const root = new ICAL.Component(ICAL.parse(JSON.parse(line)));
  ICAL.TimezoneService.reset();
  for (const zone of root.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const told = {};
  for (const [uid, parts] of eventsOf(root)) {
    if (parts.master) {
      told[uid] = {
        dates: datesOf(parts),
        sequence: parts.master.sequence,
        status: parts.master.component.getFirstPropertyValue("status"),
        title: parts.master.summary,
      };
    }
  }
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
