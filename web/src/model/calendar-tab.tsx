import type { Model } from "../api/model";
import { Select } from "../ui/select";
import { useTranslation } from "../words/words";
import { DAYS, MONTHS } from "./calendar-names";
import { Labelled } from "./form";
import { useChange } from "./queries";

export function CalendarTab({ model: { calendar } }: { model: Model }) {
  const { t } = useTranslation();
  const change = useChange();
  return (
    <div className="grid max-w-[640px] gap-5 sm:grid-cols-2">
      <Labelled
        label={t("The fiscal year begins in")}
        note={t("It is named by the year it ends in: FY2024, fiscal Q3.")}
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
      <Labelled label={t("The week begins on")} note={t("Weeks are grouped and named by this day.")}>
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
