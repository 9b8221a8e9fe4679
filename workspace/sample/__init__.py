"""A small business to try things on: a shop for home and garden, January 2024 to June 2025.

In: a folder. Out: seven files in it (CSV, one workbook, one Parquet file), the same bytes every
time. Nothing here reads a file or imports one into a workspace.

The traps, each of which real data has too:

- `orders` has two dates (`order_date`, `ship_date`); orders that were cancelled or are on their way have no ship date.
- `orders` refers to `addresses` twice: `billing_address_id` and `shipping_address_id`.
- `orders.order_total` is written as money ("$1,249.00") and is what was charged at first; refunds are only in
  `order_lines`, as lines with a negative quantity and amount, and in `returns`, as negative amounts.
- Guests order without a customer; one order names a customer (C9999) that is not there.
- Some customers never ordered; some have no e-mail address or no segment.
- The category "Lighting" was renamed to "Lamps & Lighting" on 1 October 2024: `order_lines.category_at_sale`
  has both names, `products.category` only the new one.
- Postcodes have leading zeros (02108).
- An order has several lines, so that an order's total counted line by line would be inflated.
- `returns.returned_on` is month/day/year, all other dates are ISO.
- Reviews may have a rating without a text, or a text without a rating. Two products have no known cost.
"""

from workspace.sample.files import write_sample

FIRST_QUESTION = "What is the average order total by channel?"
WORKSPACE = "sample"

__all__ = ["FIRST_QUESTION", "WORKSPACE", "write_sample"]
