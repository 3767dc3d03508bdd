"""Reading and writing CSV files safely."""
