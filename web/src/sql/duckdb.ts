import { SQLDialect } from "@codemirror/lang-sql";

const KEYWORDS = `all and anti any array as asc asof at between both by case cast collate columns cross cube current
desc describe distinct else end except exclude exists explain false fetch filter first following from full glob group
grouping groups having if ignore ilike in inner intersect interval into is isnull join lambda last lateral left like
limit natural not notnull null nulls of offset on only or order ordinality outer over partition percent pivot positional
preceding qualify range recursive rename replace respect right rollup row rows sample select semi set sets show similar
some summarize symmetric table tablesample then ties to true try_cast unbounded union unpivot using values when where
window with within`;

const TYPES = `bigint bit bitstring blob bool boolean bytea char date datetime dec decimal double enum float float4 float8
hugeint int int1 int2 int4 int8 integer json list long map numeric real short smallint string struct text time timestamp
timestamptz timetz tinyint ubigint uhugeint uint16 uint32 uint64 uint8 uinteger usmallint utinyint uuid varbinary varchar`;

export const DuckDB = SQLDialect.define({
  keywords: KEYWORDS,
  types: TYPES,
  doubleDollarQuotedStrings: true,
  operatorChars: "+-*/<>=~!@#%^&|`?:",
  specialVar: "",
  identifierQuotes: '"',
  caseInsensitiveIdentifiers: true,
});
