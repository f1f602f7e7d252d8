"""The word lists that figures are read with: units and currencies, number words, qualifiers, trends, names of numbered things."""
