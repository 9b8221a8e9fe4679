import { Plus } from "lucide-react";
import { useMemo } from "react";
import type { Comparing, Condition, Order, PlanDimension, PlanMeasure, QueryPlan } from "../api/plan";
import type { StepName } from "../api/plans";
import { t, useTranslation } from "../words/words";
import { type Builder, BuilderContext, useBuilder } from "./builder-context";
import { Add, Chip } from "./chip";
import {
  moved,
  nameFrom,
  partsOf,
  withComparison,
  withDimension,
  withField,
  withFilter,
  withHaving,
  withMeasure,
  withOrder,
} from "./edit";
import { FilterEditor } from "./filter-editor";
import { GroupEditor } from "./group-editor";
import { FromEditor, JoinAdder, JoinEditor } from "./join-editor";
import { MeasureEditor } from "./measure-editor";
import { CompareEditor, HavingEditor, LimitEditor, SortEditor } from "./output-editors";
import { CheckBox, FieldPicker } from "./parts";
import { Row } from "./row";

/** The query as rows of chips. Every chip can be reached and changed with the keyboard alone. */
export function QueryBuilder(builder: Builder) {
  const { plan } = builder;
  const listing = plan.rows !== null;
  return (
    <BuilderContext value={builder}>
      <div className="card">
        <From />
        <Joins />
        <Filters />
        {listing && <Columns />}
        <Groups />
        <Measures />
        <Sorting />
        <LimitRow />
        {plan.combine !== null && <Combined />}
      </div>
    </BuilderContext>
  );
}

function AddText({ text }: { text: string }) {
  return (
    <>
      <Plus size={13} aria-hidden /> {text}
    </>
  );
}

function From() {
  const { t } = useTranslation();
  const { catalogue, plan, edit } = useBuilder();
  const table = catalogue.tables.find(({ name }) => name === plan.entity);
  return (
    <Row part="from" name={t("From")} step="from">
      <Chip
        kind={t("Table")}
        text={table?.label ?? plan.entity}
        invalid={table === undefined}
        editor={(close) => (
          <FromEditor
            onApply={(next) => {
              close();
              if (next.entity !== plan.entity) edit(next);
            }}
          />
        )}
      />
    </Row>
  );
}

function Joins() {
  const { t } = useTranslation();
  const { catalogue, joins } = useBuilder();
  const label = (name: string) => catalogue.tables.find((table) => table.name === name)?.label ?? name;
  return (
    <Row part="join" name={t("Join")} step={joins.length > 0 ? "join" : null}>
      {joins.map((join) => (
        <Chip
          key={`${join.relationship} ${join.left} ${join.right}`}
          kind={t("Joined table")}
          text={joinText(label(join.right), join.rows_without_partner, join.unmatched)}
          editor={(close) => <JoinEditor join={join} onDone={close} />}
        />
      ))}
      <Add label={t("Join a table")} editor={(close) => <JoinAdder onDone={close} />}>
        <AddText text={t("Table")} />
      </Add>
    </Row>
  );
}

function joinText(table: string, alone: number, unmatched: string): string {
  if (alone === 0) return table;
  return t("{{table}}, {{alone}} without a match {{unmatched}}", {
    table,
    alone: alone,
    unmatched,
  });
}

type Worded = "filters" | "dimensions" | "measures" | "having" | "comparisons" | "order" | "fields";

/** Parts that the server has put into words, so that a chip keeps its text while another one changes. */
const KNOWN_WORDS = new Map<string, string>();
const MOST_KNOWN = 2000;

function useWords(kind: Worded) {
  const { compiled } = useBuilder();
  return (at: number, part: unknown, fallback: string) => {
    const key = `${kind} ${JSON.stringify(part)}`;
    const text = compiled?.chips[kind][at];
    if (text === undefined) return KNOWN_WORDS.get(key) ?? fallback;
    if (KNOWN_WORDS.size > MOST_KNOWN) KNOWN_WORDS.clear();
    KNOWN_WORDS.set(key, text);
    return text;
  };
}

function Filters() {
  const { t } = useTranslation();
  const { plan, edit } = useBuilder();
  const words = useWords("filters");
  const parts = partsOf(plan.where);
  return (
    <Row part="filter" name={t("Filter")} step={parts.length > 0 ? "filter" : null}>
      {parts.map((condition, at) => (
        <Chip
          key={at}
          kind={t("Filter")}
          text={words(at, condition, conditionText(condition))}
          onRemove={() => edit(withFilter(plan, at, null))}
          editor={(close) => (
            <FilterEditor
              condition={condition}
              onApply={(next) => {
                close();
                edit(withFilter(plan, at, next));
              }}
            />
          )}
        />
      ))}
      <Add
        label={t("Add a filter")}
        editor={(close) => (
          <FilterEditor
            condition={null}
            onApply={(next) => {
              close();
              edit(withFilter(plan, parts.length, next));
            }}
          />
        )}
      >
        <AddText text={t("Filter")} />
      </Add>
    </Row>
  );
}

function conditionText(condition: Condition): string {
  const of = condition.kind === "comparison" ? condition.left : "of" in condition ? condition.of : null;
  return of?.kind === "field" ? of.name : "condition";
}

function Columns() {
  const { t } = useTranslation();
  const { catalogue, plan, edit } = useBuilder();
  const words = useWords("fields");
  const rows = plan.rows ?? { fields: [], distinct: false };
  const picker = (at: number, close: () => void) => (
    <FieldPicker
      label={t("Column to show")}
      catalogue={catalogue}
      entity={plan.entity}
      onPick={({ ref, column }) => {
        close();
        edit(withField(plan, at, { name: nameFrom(column.name), label: column.label, of: ref }));
      }}
    />
  );
  return (
    <Row part="show" name={t("Show")} step="group">
      {rows.fields.length === 0 && <span className="text-sm text-quiet">{t("All columns")}</span>}
      {rows.fields.map((field, at) => (
        <Chip
          key={at}
          kind={t("Column")}
          text={words(at, field, field.label)}
          onRemove={() => edit(withField(plan, at, null))}
          onMove={(by) => edit({ ...plan, rows: { ...rows, fields: moved(rows.fields, at, by) } })}
          editor={(close) => picker(at, close)}
        />
      ))}
      <Add label={t("Show a column")} editor={(close) => picker(rows.fields.length, close)}>
        <AddText text={t("Column")} />
      </Add>
      {rows.fields.length > 0 && (
        <CheckBox
          label={t("Different rows only")}
          checked={rows.distinct}
          onChange={(distinct) => edit({ ...plan, rows: { ...rows, distinct } })}
        />
      )}
    </Row>
  );
}

function shownOrNot(text: string, shown: boolean | undefined): string {
  return shown === false ? t("{{text}}, not shown", { text }) : text;
}

function Groups() {
  const { t } = useTranslation();
  const { plan, edit } = useBuilder();
  const words = useWords("dimensions");
  const apply = (at: number, close: () => void) => (dimension: PlanDimension) => {
    close();
    edit(withDimension(plan, at, dimension));
  };
  return (
    <Row
      part="group"
      name={t("Group")}
      step={plan.rows === null && plan.dimensions.length > 0 ? "group" : null}
    >
      {plan.dimensions.map((dimension, at) => (
        <Chip
          key={at}
          kind={t("Group")}
          text={shownOrNot(words(at, dimension, dimension.label), dimension.shown)}
          onRemove={() => edit(withDimension(plan, at, null))}
          onMove={(by) => edit({ ...plan, dimensions: moved(plan.dimensions, at, by) })}
          editor={(close) => <GroupEditor dimension={dimension} onApply={apply(at, close)} />}
        />
      ))}
      <Add
        label={t("Group by")}
        editor={(close) => <GroupEditor dimension={null} onApply={apply(plan.dimensions.length, close)} />}
      >
        <AddText text={t("Group")} />
      </Add>
    </Row>
  );
}

function Measures() {
  const { t } = useTranslation();
  const { plan } = useBuilder();
  const step: StepName | null = plan.rows === null && plan.measures.length > 0 ? "measure" : null;
  return (
    <Row part="measure" name={t("Measure")} step={step}>
      <MeasureChips />
      <ComparisonChips />
      <HavingChips />
      <MeasureAdders />
    </Row>
  );
}

function MeasureChips() {
  const { t } = useTranslation();
  const { plan, edit } = useBuilder();
  const words = useWords("measures");
  return plan.measures.map((measure, at) => (
    <Chip
      key={at}
      kind={t("Measure")}
      text={shownOrNot(words(at, measure, measure.label), measure.shown)}
      onRemove={() => edit(withMeasure(plan, at, null))}
      onMove={(by) => edit({ ...plan, measures: moved(plan.measures, at, by) })}
      editor={(close) => (
        <MeasureEditor
          measure={measure}
          onApply={(next) => {
            close();
            edit(withMeasure(plan, at, next));
          }}
        />
      )}
    />
  ));
}

function ComparisonChips() {
  const { t } = useTranslation();
  const { plan, edit } = useBuilder();
  const words = useWords("comparisons");
  return plan.comparisons.map((comparing, at) => (
    <Chip
      key={at}
      kind={t("Comparison")}
      text={words(at, comparing, comparing.label)}
      onRemove={() => edit(withComparison(plan, at, null))}
      editor={(close) => (
        <CompareEditor
          comparing={comparing}
          onApply={(next) => {
            close();
            edit(withComparison(plan, at, next));
          }}
        />
      )}
    />
  ));
}

function HavingChips() {
  const { t } = useTranslation();
  const { plan, edit } = useBuilder();
  const words = useWords("having");
  return partsOf(plan.having).map((condition, at) => (
    <Chip
      key={at}
      kind={t("Groups kept")}
      text={t("only where {{condition}}", { condition: words(at, condition, "…") })}
      onRemove={() => edit(withHaving(plan, at, null))}
      editor={(close) => (
        <HavingEditor
          condition={condition}
          onApply={(next) => {
            close();
            edit(withHaving(plan, at, next));
          }}
        />
      )}
    />
  ));
}

function MeasureAdders() {
  const { t } = useTranslation();
  const { plan, edit } = useBuilder();
  const adding = <Part,>(close: () => void, change: (part: Part) => QueryPlan) => {
    return (part: Part) => {
      close();
      edit(change(part));
    };
  };
  const compares = plan.measures.length > 0 && plan.dimensions.length > 0;
  return (
    <>
      <Add
        label={t("Add a measure")}
        editor={(close) => (
          <MeasureEditor
            measure={null}
            onApply={adding(close, (part: PlanMeasure) => withMeasure(plan, plan.measures.length, part))}
          />
        )}
      >
        <AddText text={t("Measure")} />
      </Add>
      {compares && (
        <>
          <Add
            label={t("Compare")}
            editor={(close) => (
              <CompareEditor
                comparing={null}
                onApply={adding(close, (part: Comparing) =>
                  withComparison(plan, plan.comparisons.length, part),
                )}
              />
            )}
          >
            <AddText text={t("Compare")} />
          </Add>
          <Add
            label={t("Keep groups where")}
            editor={(close) => (
              <HavingEditor
                condition={null}
                onApply={adding(close, (part: Condition) =>
                  withHaving(plan, partsOf(plan.having).length, part),
                )}
              />
            )}
          >
            <AddText text={t("Keep groups where")} />
          </Add>
        </>
      )}
    </>
  );
}

function Sorting() {
  const { t } = useTranslation();
  const { plan, edit } = useBuilder();
  const words = useWords("order");
  const apply = (at: number, close: () => void) => (order: Order) => {
    close();
    edit(withOrder(plan, at, order));
  };
  return (
    <Row part="sort" name={t("Sort")} step={plan.order.length > 0 ? "sort" : null}>
      {plan.order.map((order, at) => (
        <Chip
          key={at}
          kind={t("Sort")}
          text={words(at, order, order.descending ? t("highest first") : t("lowest first"))}
          onRemove={() => edit(withOrder(plan, at, null))}
          onMove={(by) => edit({ ...plan, order: moved(plan.order, at, by) })}
          editor={(close) => <SortEditor order={order} onApply={apply(at, close)} />}
        />
      ))}
      <Add
        label={t("Sort by")}
        editor={(close) => <SortEditor order={null} onApply={apply(plan.order.length, close)} />}
      >
        <AddText text={t("Sort")} />
      </Add>
    </Row>
  );
}

function LimitRow() {
  const { t } = useTranslation();
  const { plan, edit, compiled } = useBuilder();
  const limited = plan.limit !== null || plan.top_per_group !== null;
  const text = limitText(plan);
  const editor = (close: () => void) => (
    <LimitEditor
      onApply={(limit, top_per_group) => {
        close();
        edit({ ...plan, limit, top_per_group });
        // The button that opened the editor makes way for the chip.
        setTimeout(() => document.querySelector<HTMLElement>('[data-row="limit"] button')?.focus());
      }}
    />
  );
  return (
    <Row part="limit" name={t("Limit")} step={limited ? "limit" : null}>
      {limited ? (
        <Chip
          kind={t("Limit")}
          text={compiled?.chips.top_per_group ?? text}
          onRemove={() => edit({ ...plan, limit: null, top_per_group: null })}
          editor={editor}
        />
      ) : (
        <Add label={t("Limit the rows")} editor={editor}>
          <AddText text={t("Limit")} />
        </Add>
      )}
    </Row>
  );
}

function limitText(plan: QueryPlan): string {
  const { limit, top_per_group } = plan;
  if (top_per_group) return t("First {{number}} in each group", { number: top_per_group.count });
  if (limit === null) return "";
  return limit.ties === "kept"
    ? t("First {{number}}, ties kept", { number: limit.count })
    : t("First {{number}}", { number: limit.count });
}

function Combined() {
  const { t } = useTranslation();
  const { plan, edit, compiled } = useBuilder();
  const text = useMemo(() => compiled?.chips.combine ?? t("another query"), [compiled]);
  return (
    <Row part="combine" name={t("Combine")} step="limit">
      <Chip
        kind={t("Combined with")}
        text={text}
        onRemove={() => edit({ ...plan, combine: null })}
        editor={() => (
          <p className="text-sm text-quiet">
            {t("The other query can be changed in SQL, or removed by the cross.")}
          </p>
        )}
      />
    </Row>
  );
}
