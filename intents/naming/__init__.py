"""What the words of a sentence name: keys and tokens, persons, tenants and machines, also where typed short."""
