"""The chain over what is kept (docs/decisions/0026): which rows, how a transaction's rows are noted, recorded and checked."""
