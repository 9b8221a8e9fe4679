import { Plus } from "lucide-react";
import { useMemo } from "react";
import type { Comparing, Condition, Order, PlanDimension, PlanMeasure, QueryPlan } from "../api/plan";
import type { StepName } from "../api/plans";
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
  const { catalogue, plan, edit } = useBuilder();
  const table = catalogue.tables.find(({ name }) => name === plan.entity);
  return (
    <Row name="From" step="from">
      <Chip
        kind="Table"
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
  const { catalogue, joins } = useBuilder();
  const label = (name: string) => catalogue.tables.find((table) => table.name === name)?.label ?? name;
  return (
    <Row name="Join" step={joins.length > 0 ? "join" : null}>
      {joins.map((join) => (
        <Chip
          key={`${join.relationship} ${join.left} ${join.right}`}
          kind="Joined table"
          text={joinText(label(join.right), join.rows_without_partner, join.unmatched)}
          editor={(close) => <JoinEditor join={join} onDone={close} />}
        />
      ))}
      <Add label="Join a table" editor={(close) => <JoinAdder onDone={close} />}>
        <AddText text="Table" />
      </Add>
    </Row>
  );
}

function joinText(table: string, alone: number, unmatched: string): string {
  if (alone === 0) return table;
  return `${table}, ${alone.toLocaleString("en")} without a match ${unmatched}`;
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
  const { plan, edit } = useBuilder();
  const words = useWords("filters");
  const parts = partsOf(plan.where);
  return (
    <Row name="Filter" step={parts.length > 0 ? "filter" : null}>
      {parts.map((condition, at) => (
        <Chip
          key={at}
          kind="Filter"
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
        label="Add a filter"
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
        <AddText text="Filter" />
      </Add>
    </Row>
  );
}

function conditionText(condition: Condition): string {
  const of = condition.kind === "comparison" ? condition.left : "of" in condition ? condition.of : null;
  return of?.kind === "field" ? of.name : "condition";
}

function Columns() {
  const { catalogue, plan, edit } = useBuilder();
  const words = useWords("fields");
  const rows = plan.rows ?? { fields: [], distinct: false };
  const picker = (at: number, close: () => void) => (
    <FieldPicker
      label="Column to show"
      catalogue={catalogue}
      entity={plan.entity}
      onPick={({ ref, column }) => {
        close();
        edit(withField(plan, at, { name: nameFrom(column.name), label: column.label, of: ref }));
      }}
    />
  );
  return (
    <Row name="Show" step="group">
      {rows.fields.length === 0 && <span className="text-sm text-quiet">All columns</span>}
      {rows.fields.map((field, at) => (
        <Chip
          key={at}
          kind="Column"
          text={words(at, field, field.label)}
          onRemove={() => edit(withField(plan, at, null))}
          onMove={(by) => edit({ ...plan, rows: { ...rows, fields: moved(rows.fields, at, by) } })}
          editor={(close) => picker(at, close)}
        />
      ))}
      <Add label="Show a column" editor={(close) => picker(rows.fields.length, close)}>
        <AddText text="Column" />
      </Add>
      {rows.fields.length > 0 && (
        <CheckBox
          label="Different rows only"
          checked={rows.distinct}
          onChange={(distinct) => edit({ ...plan, rows: { ...rows, distinct } })}
        />
      )}
    </Row>
  );
}

function Groups() {
  const { plan, edit } = useBuilder();
  const words = useWords("dimensions");
  const apply = (at: number, close: () => void) => (dimension: PlanDimension) => {
    close();
    edit(withDimension(plan, at, dimension));
  };
  return (
    <Row name="Group" step={plan.rows === null && plan.dimensions.length > 0 ? "group" : null}>
      {plan.dimensions.map((dimension, at) => (
        <Chip
          key={at}
          kind="Group"
          text={`${words(at, dimension, dimension.label)}${dimension.shown === false ? ", not shown" : ""}`}
          onRemove={() => edit(withDimension(plan, at, null))}
          onMove={(by) => edit({ ...plan, dimensions: moved(plan.dimensions, at, by) })}
          editor={(close) => <GroupEditor dimension={dimension} onApply={apply(at, close)} />}
        />
      ))}
      <Add
        label="Group by"
        editor={(close) => <GroupEditor dimension={null} onApply={apply(plan.dimensions.length, close)} />}
      >
        <AddText text="Group" />
      </Add>
    </Row>
  );
}

function Measures() {
  const { plan } = useBuilder();
  const step: StepName | null = plan.rows === null && plan.measures.length > 0 ? "measure" : null;
  return (
    <Row name="Measure" step={step}>
      <MeasureChips />
      <ComparisonChips />
      <HavingChips />
      <MeasureAdders />
    </Row>
  );
}

function MeasureChips() {
  const { plan, edit } = useBuilder();
  const words = useWords("measures");
  return plan.measures.map((measure, at) => (
    <Chip
      key={at}
      kind="Measure"
      text={`${words(at, measure, measure.label)}${measure.shown === false ? ", not shown" : ""}`}
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
  const { plan, edit } = useBuilder();
  const words = useWords("comparisons");
  return plan.comparisons.map((comparing, at) => (
    <Chip
      key={at}
      kind="Comparison"
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
  const { plan, edit } = useBuilder();
  const words = useWords("having");
  return partsOf(plan.having).map((condition, at) => (
    <Chip
      key={at}
      kind="Groups kept"
      text={`only where ${words(at, condition, "…")}`}
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
        label="Add a measure"
        editor={(close) => (
          <MeasureEditor
            measure={null}
            onApply={adding(close, (part: PlanMeasure) => withMeasure(plan, plan.measures.length, part))}
          />
        )}
      >
        <AddText text="Measure" />
      </Add>
      {compares && (
        <>
          <Add
            label="Compare"
            editor={(close) => (
              <CompareEditor
                comparing={null}
                onApply={adding(close, (part: Comparing) =>
                  withComparison(plan, plan.comparisons.length, part),
                )}
              />
            )}
          >
            <AddText text="Compare" />
          </Add>
          <Add
            label="Keep groups where"
            editor={(close) => (
              <HavingEditor
                condition={null}
                onApply={adding(close, (part: Condition) =>
                  withHaving(plan, partsOf(plan.having).length, part),
                )}
              />
            )}
          >
            <AddText text="Keep groups where" />
          </Add>
        </>
      )}
    </>
  );
}

function Sorting() {
  const { plan, edit } = useBuilder();
  const words = useWords("order");
  const apply = (at: number, close: () => void) => (order: Order) => {
    close();
    edit(withOrder(plan, at, order));
  };
  return (
    <Row name="Sort" step={plan.order.length > 0 ? "sort" : null}>
      {plan.order.map((order, at) => (
        <Chip
          key={at}
          kind="Sort"
          text={words(at, order, order.descending ? "highest first" : "lowest first")}
          onRemove={() => edit(withOrder(plan, at, null))}
          onMove={(by) => edit({ ...plan, order: moved(plan.order, at, by) })}
          editor={(close) => <SortEditor order={order} onApply={apply(at, close)} />}
        />
      ))}
      <Add
        label="Sort by"
        editor={(close) => <SortEditor order={null} onApply={apply(plan.order.length, close)} />}
      >
        <AddText text="Sort" />
      </Add>
    </Row>
  );
}

function LimitRow() {
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
    <Row name="Limit" step={limited ? "limit" : null}>
      {limited ? (
        <Chip
          kind="Limit"
          text={compiled?.chips.top_per_group ?? text}
          onRemove={() => edit({ ...plan, limit: null, top_per_group: null })}
          editor={editor}
        />
      ) : (
        <Add label="Limit the rows" editor={editor}>
          <AddText text="Limit" />
        </Add>
      )}
    </Row>
  );
}

function limitText(plan: QueryPlan): string {
  const { limit, top_per_group } = plan;
  if (top_per_group) return `First ${top_per_group.count} in each group`;
  if (limit === null) return "";
  return `First ${limit.count}${limit.ties === "kept" ? ", ties kept" : ""}`;
}

function Combined() {
  const { plan, edit, compiled } = useBuilder();
  const text = useMemo(() => compiled?.chips.combine ?? "another query", [compiled]);
  return (
    <Row name="Combine" step="limit">
      <Chip
        kind="Combined with"
        text={text}
        onRemove={() => edit({ ...plan, combine: null })}
        editor={() => (
          <p className="text-sm text-quiet">
            The other query can be changed in SQL, or removed by the cross.
          </p>
        )}
      />
    </Row>
  );
}
