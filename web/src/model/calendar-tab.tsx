import type { Model } from "../api/model";
import { pageLocale } from "../format/cells";
import { Select } from "../ui/select";
import { Labelled } from "./form";
import { useChange } from "./queries";

const MONTHS = Array.from({ length: 12 }, (_, at) => ({
  value: String(at + 1),
  label: new Intl.DateTimeFormat(pageLocale(), { month: "long" }).format(new Date(2024, at, 1)),
}));
/** From Monday, as the model counts; 1 January 2024 was one. */
const DAYS = Array.from({ length: 7 }, (_, at) => ({
  value: String(at),
  label: new Intl.DateTimeFormat(pageLocale(), { weekday: "long" }).format(new Date(2024, 0, 1 + at)),
}));

export function CalendarTab({ model: { calendar } }: { model: Model }) {
  const change = useChange();
  return (
    <div className="grid max-w-[640px] gap-5 sm:grid-cols-2">
      <Labelled
        label="The fiscal year begins in"
        note="It is named by the year it ends in: FY2024, fiscal Q3."
      >
        {(id) => (
          <Select
            id={id}
            value={String(calendar.fiscal_year_start)}
            choices={MONTHS}
            onChange={(month) => void change([{ calendar: { fiscal_year_start: Number(month) } }])}
            className="field w-full"
          />
        )}
      </Labelled>
      <Labelled label="The week begins on" note="Weeks are grouped and named by this day.">
        {(id) => (
          <Select
            id={id}
            value={String(calendar.week_start)}
            choices={DAYS}
            onChange={(day) => void change([{ calendar: { week_start: WEEKDAYS[Number(day)] } }])}
            className="field w-full"
          />
        )}
      </Labelled>
    </div>
  );
}

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
